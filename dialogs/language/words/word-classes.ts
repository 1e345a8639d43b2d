import type { ReturnReason } from '../../../crm/models/return.ts';

/**
 * Closed classes of words that steer a dialog beside the trained intents. All patterns are global, case-insensitive
 * and free of nested repetition, so that matching is linear in the length of a message.
 */
export type ListEnd = 'first' | 'last' | 'cheapest' | 'dearest' | 'bestselling';

export interface Words {
  /** What may stand beside the entities of a bare follow-up such as "and 500?". */
  readonly filler: RegExp;
  readonly yes: RegExp;
  readonly no: RegExp;
  /** "I don't want a quote": turns down what it names. */
  readonly refusal: RegExp;
  /** Position in a list from 0; negative counts from the end. */
  readonly ordinals: readonly (readonly [RegExp, number])[];
  /** So many from one end of a list, "the first two"; how many, as written, is in the first group that matched. */
  readonly ends: readonly (readonly [RegExp, ListEnd])[];
  /** All that was shown or named together: "both", "those two"; how many in the first group that matched, if said. */
  readonly together: RegExp;
  /** The small numbers that count what was shown. */
  readonly counts: Readonly<Record<string, number>>;
  /** What a quantity beside it is of every one of: "20 each". */
  readonly each: RegExp;
  /** Beside a word that points one of the goods shown out. Not global: they are tested, not searched. */
  readonly pointed: { readonly before: RegExp; readonly behind: RegExp };
  /** Asks something of what is talked of: "does it ...". */
  readonly ofIt: RegExp;
  /** What a bot is called, or whoever may be in its place. */
  readonly addressee: RegExp;
  /** Asks, with or without a question mark. */
  readonly asks: RegExp;
  /** Asks to know, rather than for something to be done: "could you" is none. */
  readonly wonders: RegExp;
  /** What follows is only thought of. */
  readonly condition: RegExp;
  readonly discount: RegExp;
  /** Better prices for everybody for a time; and the word to look them up by. */
  readonly promotion: RegExp;
  readonly sale: string;
  /** What is stored of a person, and its removal. */
  readonly privacy: RegExp;
  /** Asks where the shop is, in words too common to look anything up by; and the word to look it up by. */
  readonly whereShop: RegExp;
  readonly address: string;
  /** What an order is looked up by. */
  readonly reference: RegExp;
  /** Written to rather than called. */
  readonly mailOnly: RegExp;
  /** Puts one beside another. */
  readonly joins: RegExp;
  /** As many as of the goods before. */
  readonly sameQuantity: RegExp;
  /** Of two, the one not spoken of last, and the one that was. */
  readonly other: RegExp;
  readonly thatOne: RegExp;
  /** A number word that stands for a thing ("this one") unless a product follows it. */
  readonly pronoun: RegExp;
  /** Right before how many there are to be in the end. Not global: it is tested, not searched. */
  readonly comesTo: RegExp;
  /** Stand before how many come to what there is, or go of it: not global, at its end. */
  readonly growsBy: RegExp;
  readonly shrinksBy: RegExp;
  /** Two quantities in each other's place. */
  readonly swapNumbers: RegExp;
  /** Compares with goods that are named. */
  readonly cheaperThan: RegExp;
  /** Goes back to the quote, or wants nothing in it to be different. */
  readonly unchanged: RegExp;
  /** Right before "one": a single piece. Not global: it is tested, not searched. */
  readonly merely: RegExp;
  readonly cheapest: RegExp;
  readonly dearest: RegExp;
  /** What sells best of those shown. */
  readonly bestselling: RegExp;
  readonly all: RegExp;
  readonly add: RegExp;
  readonly remove: RegExp;
  readonly set: RegExp;
  readonly cancel: RegExp;
  /** "forget it": lets go of what was being done. */
  readonly dropIt: RegExp;
  /** "only the bunting", "drop the rest": what is named stays, and nothing else. */
  readonly onlyThese: RegExp;
  readonly theRest: RegExp;
  /** All lines but those that are named. */
  readonly everythingElse: RegExp;
  /** How many kinds are meant, beside what is to stay. */
  readonly kinds: RegExp;
  /** An order that was placed, as what is changed. */
  readonly ofOrder: RegExp;
  /** Behind an amount: goods for so much. Not global: it is tested, not searched. */
  readonly worth: RegExp;
  /** Wants to be told, without a question. */
  readonly tellMe: RegExp;
  /** Delivery in parts, to several addresses or at several times. */
  readonly split: RegExp;
  /** Several designs of one kind. */
  readonly mixed: RegExp;
  /** All that stands between two quantities of which either may be wanted. Not global: it is tested, not searched. */
  readonly either: RegExp;
  /** "how many can I get": of goods, for so much money. */
  readonly howMany: RegExp;
  /** Delivery to a house in a street. */
  readonly addressed: RegExp;
  /** Whose an order is, and what is to be written on it. */
  readonly forWhom: RegExp;
  readonly onOrder: RegExp;
  /** How far an order has come. */
  readonly whereabouts: RegExp;
  /** Puts one product in the place of another: "swap the bunting for a lunch box". */
  readonly replace: RegExp;
  readonly double: RegExp;
  readonly half: RegExp;
  /** "but no reminder": of a quote that is left open. */
  readonly noReminder: RegExp;
  /** "order it": takes the open quote as it stands. */
  readonly orderIt: RegExp;
  /** What a letter begins a wish with: "we'd like", "please send". */
  readonly wishes: RegExp;
  /** "3 for 2": so many for the price of fewer. */
  readonly multibuy: RegExp;
  /** Tells of goods of before. */
  readonly bought: RegExp;
  /** What a quote is called. */
  readonly quotation: RegExp;
  /** What a quote and its lines are called. */
  readonly document: RegExp;
  /** The last order once more. */
  readonly again: RegExp;
  /** Buying once more what was bought before. */
  readonly reorder: RegExp;
  /** Takes back the last change. */
  readonly undo: RegExp;
  /** Takes back that something was taken away. */
  readonly restores: RegExp;
  /** The next page of a list. */
  readonly more: RegExp;
  /** Wants the quote as a file, or sent. */
  readonly file: RegExp;
  readonly sendIt: RegExp;
  /** Something like what was talked about. */
  readonly similar: RegExp;
  /** "more like the first one": before or behind what points at a list. */
  readonly like: RegExp;
  /** "something funny", 可爱一点的; its group is the word that describes. */
  readonly described: RegExp;
  /** "not too big": its group is the word that describes. */
  readonly tooMuch: RegExp;
  /** Words that say the same of goods, as visitors and as names have them. */
  readonly alike: readonly RegExp[];
  /** Those of them that are sizes. */
  readonly bigOrSmall: readonly RegExp[];
  /** Chooses among what was shown; what sells. */
  readonly which: RegExp;
  readonly sells: RegExp;
  /** Asks for what is taken beside the goods it names, not for the best of them. */
  readonly goesWith: RegExp;
  /** Names of two wishes that sentences about a product often hide behind other words. */
  readonly compare: RegExp;
  readonly stock: RegExp;
  readonly hours: RegExp;
  /** Days on which the usual hours don't hold. */
  readonly holiday: RegExp;
  /** How long something takes, and verbs and days around it. */
  readonly howLong: RegExp;
  readonly takesTime: RegExp;
  readonly deliveryTime: RegExp;
  /** Goods on their way to a place. */
  readonly arrives: RegExp;
  /** Goods to a place that was named before. */
  readonly toThere: RegExp;
  /** Goods on their way to somewhere, right after a question about delivery. */
  readonly towards: RegExp;
  /** How long a quote holds. */
  readonly validity: RegExp;
  /** Wants a quote to hold longer, or again. */
  readonly renew: RegExp;
  /** What all of it comes to, or all that is in it. */
  readonly total: RegExp;
  /** The tax on sales, and what delivery costs. */
  readonly vat: RegExp;
  readonly carriage: RegExp;
  /** What a sum is said to hold besides the goods: "with VAT", "including delivery". */
  readonly inclusive: RegExp;
  /** By how much one costs more than another. */
  readonly priceGap: RegExp;
  /** Leaves it for later. */
  readonly postpones: RegExp;
  /** More of a kind than what was talked of. */
  readonly others: RegExp;
  /** Goods, tax and delivery in one sum. */
  readonly allIn: RegExp;
  /** Ways and terms of payment. */
  readonly paying: RegExp;
  /** Means of payment that no shop of this kind has: what `payment.methods` may name is not among them. */
  readonly otherMeans: RegExp;
  /** Verbs of taking goods, rather than asking about them. */
  readonly orders: RegExp;
  /** Goods that would come by some time, if they were ordered. */
  readonly comesByThen: RegExp;
  /** Behind a thing: asks whether there is one. Not global: it is tested, not searched. */
  readonly isThere: RegExp;
  /** Between two quantities: the first is taken back. Not global: it is tested, not searched. */
  readonly corrects: RegExp;
  /** At the head of a clause: the goods before it are taken back. Not global: it is tested, not searched. */
  readonly takesBack: RegExp;
  /** Leaves what follows out of a list. */
  readonly without: RegExp;
  readonly colours: RegExp;
  /** "size 12": as clothes and shoes have it. */
  readonly sizes: RegExp;
  readonly above: RegExp;
  /** Gives something into other hands; into those of whoever says it. */
  readonly handOver: RegExp;
  readonly toMe: RegExp;
  readonly below: RegExp;
  /** Nouns of buying and selling, in the singular: they name no product. */
  readonly tradeNouns: ReadonlySet<string>;
  /** Words that point back at what was talked about. */
  readonly pointing: ReadonlySet<string>;
  /** A quantity is of all goods named, in equal parts. */
  readonly inEqualParts: RegExp;
  /** Asks how big or heavy goods are. */
  readonly measure: RegExp;
  /** Leaves a line as it is. */
  readonly stays: RegExp;
  /** Such a word where it only goes on: 那手套呢. Not global: it is tested, not searched. */
  readonly goesOn: RegExp;
  /** Turns down what follows in the same clause: "don't call". */
  readonly negation: RegExp;
  readonly call: RegExp;
  readonly email: RegExp;
  /** Ends right before something that is being corrected away: "not 500". Not global: it is tested, not searched. */
  readonly notThis: RegExp;
  /** Between two things named: the second belongs to a new clause. */
  readonly clauseBreak: RegExp;
  /** Words for a season or feast -> the name that advice knows. */
  readonly seasons: readonly (readonly [RegExp, string])[];
  /** Asks what goods are like or do: what is talked of, or named behind it, has that property or not. Not global. */
  readonly property: RegExp;
  /** Asks which of several has most of a property, other than price and sales. Not global. */
  readonly most: RegExp;
  /** Asks in which forms something comes. */
  readonly variants: RegExp;
  /** Ends a question that goes on with the one before. Not global. */
  readonly asWell: RegExp;
  /** Of all that there is to buy, rather than of what was shown: "the cheapest thing you sell". */
  readonly ofShop: RegExp;
  /** Several of what was shown, by a word that its group holds: "the paper ones". */
  readonly thoseOf: RegExp;
  /** Takes note of an answer and answers nothing, at the beginning of a message. Not global. */
  readonly acknowledged: RegExp;
  readonly budget: RegExp;
  /** Asks what something costs, and whether anything. */
  readonly cost: RegExp;
  /** What is given away on an occasion, whatever it is. */
  readonly gifts: RegExp;
  /** "for a christening": its group is whom or what goods are for. */
  readonly occasion: RegExp;
  /** Beside a number: a house in a street. Not global: they are tested, not searched. */
  readonly house: { readonly before: RegExp; readonly behind: RegExp };
  /** Beside a number: how old somebody is. */
  readonly ages: { readonly before: RegExp; readonly behind: RegExp };
  /** Of each of them. */
  readonly perHead: RegExp;
  /** Who decides: the visitor alone, or with somebody's consent. */
  readonly decides: RegExp;
  readonly asksOthers: RegExp;
  /** Before a date: by when something is needed. */
  readonly deadline: RegExp;
  readonly insult: RegExp;
  /** Why goods come back; the first that is found counts. */
  readonly returnReasons: readonly (readonly [RegExp, ReturnReason])[];
}
