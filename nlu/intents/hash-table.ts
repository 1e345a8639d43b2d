/** Open-addressing table from a 32-bit hash to a column; linear probing, at most half full. */
export interface HashTable {
  /** Power of two slots; `columns` is -1 where a slot is free. */
  hashes: Int32Array;
  columns: Int32Array;
  size: number;
}

export function createTable(capacity: number): HashTable {
  let slots = 16;
  while (slots < capacity * 2) slots *= 2;
  return { hashes: new Int32Array(slots), columns: new Int32Array(slots).fill(-1), size: 0 };
}

/** The column of a hash, or -1. */
export function columnOf(table: HashTable, hash: number): number {
  const { hashes, columns } = table;
  const mask = hashes.length - 1;
  let slot = hash & mask;
  for (;;) {
    const column = columns[slot]!;
    if (column < 0 || hashes[slot] === hash) return column;
    slot = (slot + 1) & mask;
  }
}

/** The column of a hash, given the next free number if it is new. */
export function addToTable(table: HashTable, hash: number): number {
  if (table.size * 2 >= table.hashes.length) grow(table);
  const { hashes, columns } = table;
  const mask = hashes.length - 1;
  let slot = hash & mask;
  for (;;) {
    const column = columns[slot]!;
    if (column < 0) {
      hashes[slot] = hash;
      columns[slot] = table.size;
      return table.size++;
    }
    if (hashes[slot] === hash) return column;
    slot = (slot + 1) & mask;
  }
}

function grow(table: HashTable): void {
  const { hashes, columns } = table;
  table.hashes = new Int32Array(hashes.length * 2);
  table.columns = new Int32Array(hashes.length * 2).fill(-1);
  const mask = table.hashes.length - 1;
  for (let old = 0; old < hashes.length; old++) {
    if (columns[old]! < 0) continue;
    let slot = hashes[old]! & mask;
    while (table.columns[slot]! >= 0) slot = (slot + 1) & mask;
    table.hashes[slot] = hashes[old]!;
    table.columns[slot] = columns[old]!;
  }
}
