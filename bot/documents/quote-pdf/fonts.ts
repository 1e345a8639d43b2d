import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';

/** Both hold Latin and Simplified Chinese; a document embeds only the glyphs that it shows. */
export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
}

let fonts: Fonts | undefined;

/** Parsed once, about 35 ms each, and kept: 3 MB each. */
export function loadFonts(): Fonts {
  fonts ??= { regular: readFont(400), bold: readFont(700) };
  return fonts;
}

function readFont(weight: 400 | 700): Font {
  const file = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`;
  return create(unpackWoff(readFileSync(createRequire(import.meta.url).resolve(file))));
}

const HEADER = { flavour: 4, tables: 12, length: 44 } as const;
const ENTRY = { offset: 4, packed: 8, length: 12, checksum: 16, size: 20 } as const;
const SFNT = { header: 12, entry: 16, align: 4 } as const;

/**
 * A WOFF 1.0 font as the OpenType font that it packs (W3C WOFF File Format 1.0, sections 3 to 5). fontkit reads
 * WOFF too, but unpacks a table anew for every glyph, which takes seconds.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(HEADER.tables);
  const directory = Buffer.alloc(SFNT.header + SFNT.entry * count);
  directory.writeUInt32BE(woff.readUInt32BE(HEADER.flavour), 0);
  directory.writeUInt16BE(count, 4);
  const parts: Buffer[] = [directory];
  let position = directory.length;
  for (let index = 0; index < count; index++) {
    const entry = woff.subarray(HEADER.length + ENTRY.size * index);
    const start = entry.readUInt32BE(ENTRY.offset);
    const stored = woff.subarray(start, start + entry.readUInt32BE(ENTRY.packed));
    const length = entry.readUInt32BE(ENTRY.length);
    const table = stored.length < length ? inflateSync(stored) : stored;
    const at = SFNT.header + SFNT.entry * index;
    entry.copy(directory, at, 0, 4);
    directory.writeUInt32BE(entry.readUInt32BE(ENTRY.checksum), at + 4);
    directory.writeUInt32BE(position, at + 8);
    directory.writeUInt32BE(length, at + 12);
    const padding = Buffer.alloc(-length & (SFNT.align - 1));
    parts.push(table, padding);
    position += length + padding.length;
  }
  return Buffer.concat(parts);
}
