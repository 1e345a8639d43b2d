const ADDRESS = /\bhttps?:\/\/[^\s<>"'，。；！？]{3,300}/i;
const FILE = /(?<![\w/.-])[\w-]{1,80}\.(?:jpe?g|png|heic|webp|gif)\b/i;

/** The address or file name of a photo that a message names. It is kept for people to look at and never fetched. */
export const photoIn = (text: string): string | undefined => ADDRESS.exec(text)?.[0] ?? FILE.exec(text)?.[0];
