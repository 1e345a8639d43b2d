/** What the widget itself says; everything else comes from the server. */
const WORDS = {
  en: {
    open: 'Chat with us',
    close: 'Close the chat',
    title: 'Ask us anything',
    subtitle: 'Products, prices, delivery dates, quotes',
    placeholder: 'Write a message…',
    send: 'Send',
    log: 'Conversation',
    offline: 'No connection. Your messages are kept and sent as soon as it is back.',
    sending: 'Sending…',
    typing: 'Writing…',
    you: 'You',
    bot: 'Assistant',
    left: '# characters left',
    unread: '# new',
    lang: 'en',
    hello: 'Hello! Ask me for a product, a price or a delivery date, or for a quote.',
  },
  zh: {
    open: '在线咨询',
    close: '关闭对话',
    title: '有什么可以帮您？',
    subtitle: '商品、价格、交货日期、报价',
    placeholder: '请输入消息…',
    send: '发送',
    log: '对话',
    offline: '网络已断开。消息已保留，恢复后自动发送。',
    sending: '发送中…',
    typing: '正在输入…',
    you: '您',
    bot: '助手',
    left: '还可以输入#个字',
    unread: '#条新消息',
    lang: 'zh-CN',
    hello: '您好！可以问我商品、价格、交货日期，也可以让我做报价单。',
  },
} as const;

export type Words = { readonly [K in keyof (typeof WORDS)['en']]: string };

export const wordsFor = (locale: string): Words =>
  locale.toLowerCase().startsWith('zh') ? WORDS.zh : WORDS.en;
