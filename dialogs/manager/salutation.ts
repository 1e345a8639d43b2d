/** What a message is opened with; what follows is what it says. */
const SALUTATION =
  /^[\s\p{P}]*(?:(?:hi+ya|hiy?a|hi+|hello+|hey+|howdy|greetings|g'?day|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)(?: (?:there|again|all|guys|folks|team|everyone|rainmaker|sir|madam|mate))?(?=[\s\p{P}])|dear (?:sirs?|madam|team|all|rainmaker)(?: (?:or|and) (?:sirs?|madam))?(?=[\s\p{P}])|(?:老板|亲|客服|在吗|请问)?[\s，,]*(?:你好|您好|你们好|哈喽|哈啰|嗨|早上好|上午好|中午好|下午好|晚上好)[呀啊哈哦~～]*(?:老板|亲|客服)?)[\s\p{P}~～]*/iu;

/** "how are you?", "anyone there?", 在吗: belongs to a greeting and asks nothing of the shop. */
const SMALL_TALK =
  /^(?:how(?:'?s| are| is| do)\b|what'?s up|(?:are )?you (?:ok|alright|there)|(?:is )?any(?:one|body)\b|nice to|pleased to|hope (?:you|all)|在吗|在不在|有人|很高兴)/iu;

/** Less than so many letters say nothing of their own. */
const LEAST = 6;
const LEAST_HAN = 3;

/** "hi, I need 20 doormats", 你好，有门垫吗: what is left of a message behind its greeting; undefined where that is all there is. */
export function behindSalutation(text: string): string | undefined {
  const opening = SALUTATION.exec(text)?.[0] ?? '';
  const rest = text.slice(opening.length);
  const letters = rest.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const least = /\p{Script=Han}/u.test(rest) ? LEAST_HAN : LEAST;
  return opening === '' || letters < least || SMALL_TALK.test(rest) ? undefined : rest;
}
