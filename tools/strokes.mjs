// Writes jili/records/strokes.txt: characters in the order of strokes, line n those of n strokes (33: and more).
//
//     npm pack cnchar-order@3.2.6 && tar xzf cnchar-order-3.2.6.tgz
//     node tools/strokes.mjs package/cnchar.order.min.js > jili/records/strokes.txt
//
// How the characters in use are written, stroke by stroke, comes from cnchar-order (MIT, https://github.com/theajack/cnchar).
// They stand as GB 13000.1 字符集汉字字序(笔画序)规范 has it: by number, then stroke by stroke 横、竖、撇、点、折.
// The rarer ones follow, in each line, as Node's `zh-u-co-stroke` has them, which knows their number and their radical but
// not their strokes. It counts 阝 as three and 艹 as four; of the characters in use its number is therefore not taken.

import { readFileSync } from "node:fs";

// The letters of cnchar-order; 提 after 横, 竖钩 after 竖, 捺 after 点.
const SHAPES = { j: "11", i: "12", f: "21", g: "22", s: "31", k: "41", d: "41", l: "42" };
const FOLD = "51";

// Used in names, and written in neither.
const BY_HAND = { "𠮷": "jfjfcj", "𬀪": "fcjjjjrf", "𬭎": "sjjjhkkejssk" };

const BLOCKS = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x323af],
];
const UNKNOWN = 36; // what Node does not know stands after the last that it knows, 𪛙

const node = new Intl.Collator("zh-u-co-stroke");
const source = readFileSync(process.argv[2], "utf8");
const written = new Map([...source.matchAll(/"?(\p{Script=Han})"?:"([a-z]+)"/gu)].map(([, own, strokes]) => [own, strokes]));
for (const [own, strokes] of Object.entries(BY_HAND)) written.set(own, strokes);

const shapes = (strokes) => [...strokes].map((letter) => SHAPES[letter] ?? FOLD);
const kinds = (own) => shapes(written.get(own)).map((shape) => shape[0]).join("");
const details = (own) => shapes(written.get(own)).join("");
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const inUse = [...written.keys()].sort(
  (one, other) =>
    written.get(one).length - written.get(other).length ||
    compare(kinds(one), kinds(other)) ||
    compare(details(one), details(other)) ||
    node.compare(one, other),
);

const rare = BLOCKS.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place)),
)
  .filter((own) => /\p{Script=Han}/u.test(own) && !written.has(own) && node.compare(own, "𪛙") <= 0)
  .sort(node.compare);

const lines = Array.from({ length: UNKNOWN }, () => []);
for (const own of inUse) lines[written.get(own).length - 1].push(own);
let count = 1;
for (const own of rare) {
  while (count < UNKNOWN && node.compare(own, "\uFDD0" + String.fromCharCode(0x2801 + count)) > 0) count += 1;
  lines[count - 1].push(own);
}
console.log(lines.map((line) => line.join("")).join("\n"));
