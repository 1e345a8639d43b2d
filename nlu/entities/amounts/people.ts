import type { Recogniser } from '../recogniser.ts';

/** What makes a number one of people, right behind it. */
export const PEOPLE =
  /^(?:(?:[ -]of us| ?(?:people|persons?|guests?|heads?|kids|children|pupils|students|teachers|employees|staff|colleagues|visitors|attendees|girls|boys|lads|ladies|women|men|adults|mates|friends|couples|toddlers|members|families))(?!\p{L})|[多来余]?(?:[个名口]?(?:客人|来宾|宾客|人(?![物民])|孩子|小朋友|宝宝|员工|同事|学生|老师|朋友)|位(?![数置于])(?:客人|来宾|宾客|老师|同事|朋友)?))/iu;

/** How many people something is for: "60 guests", 一百来人, 八十位. */
export const recognisePeople: Recogniser = function* ({ text, numbers }) {
  for (const { start, end, value, vague } of numbers) {
    const noun = PEOPLE.exec(text.slice(end, end + 16))?.[0];
    if (noun === undefined || vague || !Number.isInteger(value) || value < 1) continue;
    const until = end + noun.length;
    yield { kind: 'people', count: value, start, end: until, text: text.slice(start, until) };
  }
};
