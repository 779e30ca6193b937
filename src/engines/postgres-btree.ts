/**
 * The first pages of a b-tree that is as deep as a full one and holds nothing: what a lookup costs
 * depends on the depth, which the planner reads from the index itself. Pure arithmetic on bytes.
 */

const page = 8192;
const headerSize = 24;
/** BTPageOpaqueData: neighbours, level, flags. */
const special = page - 16;

/**
 * `first` is the page of notes that the empty index has; undefined where it is not one of a b-tree
 * as PostgreSQL 18 makes it. A page for each level follows, one entry in each but the last.
 */
export function deepTree(first: Uint8Array, depth: number): Uint8Array | undefined {
  if (!isMetaPage(first)) return undefined;
  const levels = depth === 0 ? [] : Array.from({ length: depth + 1 }, (_, at) => depth - at);
  const bytes = new Uint8Array((1 + levels.length) * page);
  bytes.set(first.subarray(0, page));
  const meta = viewOf(bytes, 0);
  // Where the root is and its level, twice: the second is where a search begins.
  for (const at of [headerSize + 8, headerSize + 16]) {
    meta.setUint32(at, depth === 0 ? 0 : 1, true);
    meta.setUint32(at + 4, depth, true);
  }
  seal(meta, 0);
  for (const [at, level] of levels.entries())
    writeLevel(viewOf(bytes, at + 1), at + 1, level, depth);
  return bytes;
}

const magic = 0x05_31_62;
const rootFlag = 2;
const leafFlag = 1;

function isMetaPage(first: Uint8Array): boolean {
  if (first.length < page) return false;
  const view = viewOf(first, 0);
  const isTree = view.getUint32(headerSize, true) === magic;
  // A page that says another sum than is worked out here is of a server that works otherwise.
  return isTree && view.getUint16(8, true) === checksum(view, 0);
}

function writeLevel(view: DataView, block: number, level: number, depth: number): void {
  const hasEntry = level > 0;
  view.setUint16(12, headerSize + (hasEntry ? 4 : 0), true);
  view.setUint16(14, special - (hasEntry ? 8 : 0), true);
  view.setUint16(16, special, true);
  // The size of a page, and the version of its layout.
  view.setUint16(18, page | 4, true);
  if (hasEntry) {
    // A pointer to 8 bytes that are in use, and in them the address of the page below.
    view.setUint32(headerSize, (special - 8) | (1 << 15) | (8 << 17), true);
    view.setUint16(special - 6, block + 1, true);
    view.setUint16(special - 2, 8 | 0x2000, true);
  }
  view.setUint32(special + 8, level, true);
  view.setUint16(special + 12, (level === depth ? rootFlag : 0) | (hasEntry ? 0 : leafFlag), true);
  seal(view, block);
}

function seal(view: DataView, block: number): void {
  view.setUint16(8, checksum(view, block), true);
}

/** PostgreSQL's checksum of a page: 32 sums side by side, as storage/checksum_impl.h has it. */
function checksum(view: DataView, block: number): number {
  const sums = Uint32Array.from(offsets);
  for (let at = 0; at < page; at += 4) {
    const word = view.getUint32(at, true);
    // The place of the sum itself counts as zero.
    add(sums, (at / 4) % sums.length, at === 8 ? word & 0xffff_0000 : word);
  }
  for (let at = 0; at < 2 * sums.length; at++) add(sums, at % sums.length, 0);
  const all = sums.reduce((whole, sum) => whole ^ sum, block) >>> 0;
  return (all % 65_535) + 1;
}

function add(sums: Uint32Array, at: number, word: number): void {
  const mixed = ((sums[at] ?? 0) ^ word) >>> 0;
  sums[at] = Math.imul(mixed, 16_777_619) ^ (mixed >>> 17);
}

const offsets = [
  0x5b1f36e9, 0xb8525960, 0x02ab50aa, 0x1de66d2a, 0x79ff467a, 0x9bb9f8a3, 0x217e7cd2, 0x83e13d2c,
  0xf8d4474f, 0xe39eb970, 0x42c6ae16, 0x993216fa, 0x7b093b5d, 0x98daff3c, 0xf718902a, 0x0b1c9cdb,
  0xe58f764b, 0x187636bc, 0x5d7b3bb1, 0xe73de7de, 0x92bec979, 0xcca6c0b2, 0x304a0979, 0x85aa43d4,
  0x783125bb, 0x6ca8eaa2, 0xe407eac6, 0x4b5cfc3e, 0x9fbf8c76, 0x15ca20be, 0xf2ca9fd3, 0x959bd756,
];

function viewOf(bytes: Uint8Array, block: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + block * page, page);
}
