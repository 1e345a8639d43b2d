import type { Token } from '../../nlu/understanding.ts';

/** Words that every question has, as stems: they say nothing of what it is about. */
const STOPWORDS = new Set(
  `a an the i me my we us our you your he she it its they them their this that these those there here be am is are was
  were been do doe did done have has had will would can could may might must shall should to of in on at for from with
  about by as and or but if so than then not no yes ani some what which who whom how when whi where get got
  chanc possibl pleas want need like know tell let just also too veri much mani one go come give let make thank hi hello hey ok okay
  s t re ll ve d m till until lot btw ur u guy folk sell offer more each other anoth thing stuff use somewher anywher someth anyth someon anyon`
    .trim()
    .split(/\s+/)
    .concat(
      `的 了 吗 呢 吧 啊 呀 嘛 么 我 我们 你 你们 您 他 她 它 他们 这 那 这个 那个 这些 那些 是 有 没 没有 不 可以 能 能不能 会 要
      想 想要 请 请问 一下 什么 怎么 怎么样 怎样 多少 几 哪 哪个 哪里 哪儿 谁 和 与 或 在 到 对 给 把 被 就 也 都 还 很 吗 一 个 来 去
      用 做 说 看 看看 过来 过去 先 卖 啥 咋 啥子 行 不行 木有 呗 咧 哈 亲 支持 知道 告诉 需要 谢谢 你好 您好 有没有 是不是`
        .trim()
        .split(/\s+/),
    ),
);
const NUMBER = /^\p{N}+$/u;
const HAN = /^\p{Script=Han}/u;

/** What a text is about: stems of its English words; Chinese words, and pairs of characters across them. Each once. */
export function termsOf(words: readonly Pick<Token, 'norm' | 'stem'>[]): readonly string[] {
  const terms: string[] = [];
  let run: string[] = [];
  const pairs = () => {
    for (let at = 1; at < run.length; at++) terms.push(run[at - 1]! + run[at]!);
    run = [];
  };
  for (const { norm, stem } of words) {
    if (STOPWORDS.has(stem) || STOPWORDS.has(norm) || NUMBER.test(norm)) pairs();
    else if (HAN.test(norm)) {
      // One character is in too many words to say anything by itself.
      if (norm.length > 1) terms.push(norm);
      run.push(...norm);
    } else {
      pairs();
      terms.push(stem);
    }
  }
  pairs();
  return [...new Set(terms)];
}
