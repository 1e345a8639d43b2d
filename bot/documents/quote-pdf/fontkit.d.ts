/** The parts of fontkit that are used here; the package ships no types. */
declare module 'fontkit' {
  export interface Font {
    layout(text: string): unknown;
    hasGlyphForCodePoint(codePoint: number): boolean;
  }
  /** Parses an OpenType font; tables are read when they are first needed. */
  export function create(bytes: Uint8Array): Font;
}
