/** The parts of @nlpjs that the NLU benchmark runs as they are; the packages ship no types. */
declare module '@nlpjs/basic' {
  interface Nlp {
    addLanguage(locale: string): void;
    addDocument(locale: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(
      locale: string,
      text: string,
    ): Promise<{ classifications: readonly { intent: string; score: number }[] }>;
  }
  export function dockStart(options: object): Promise<{
    getContainer(): { use(plugin: unknown): void };
    get(name: 'nlp'): Nlp;
  }>;
}
declare module '@nlpjs/lang-en' {
  export const LangEn: unknown;
}
declare module '@nlpjs/lang-zh' {
  export const LangZh: unknown;
}
