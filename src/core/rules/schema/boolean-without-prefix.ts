/** Flags whose names are no statements. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const booleanWithoutPrefix: Rule<Model> = {
  name: "boolean-without-prefix",
  severity: "hint",
  preset: "all",
  summary: "A flag is named like a thing instead of a statement",
  why: `\`if (user.newsletter)\` reads as if it asked whether there is a newsletter. Is it the letter, its number, or that the user wants it? And what does \`false\` mean: never asked, or declined? \`isAdmin\`, \`hasAvatar\` and \`wantsNewsletter\` answer that where they are used, and no one takes the flag for a relation or a text. Adjectives and participles, such as \`active\` and \`published\`, say it too.

This is a convention. It is told once in a model, at the first such flag.

Instead, rename the field with *Rename Symbol* (F2) of the Prisma extension, and let \`@map\` keep the name of the column, so that no migration is needed; code that uses the field has to follow.`,
  examples: [
    {
      bad: `
        model User {
          id         Int     @id
          newsletter Boolean @default(false)
        //^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id              Int     @id
          wantsNewsletter Boolean @default(false) @map("newsletter")
          active          Boolean @default(true)
        }
      `,
    },
  ],
  *check({ shape }) {
    const odd = shape.fields.filter(isThing);
    const [first] = odd;
    if (first === undefined) return;
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: first.node.name,
      message: `The flag ${first.name} is named like a thing, not like a statement${more}`,
    };
  },
};

function isThing({ name, typeName, arity }: FieldShape): boolean {
  if (typeName !== "Boolean" || arity === "list") return false;
  const words = wordsIn(name).filter((word) => !/\d/.test(word));
  return (
    words.length > 0 &&
    !commands.has(words[0] ?? "") &&
    !words.some((word) => statements.has(word) || ending.test(word))
  );
}

/** Participles and adjectives: `archived`, `readable`, `active`, `pending`. */
const ending = /(?:[^e]ed|able|ible|tive|ful|less|ous|ing|ic|al|ly)$/;

/** Verbs that ask, prepositions, and adjectives that do not end like one. */
const statements = new Set(
  [
    "is are was were be been has have had can could should must may might will would do does did",
    "no not never only always by from via on off at with without for in allows uses enables requires",
    "shows hides accepts wants needs receives supports keeps exists contains includes ind flag",
    "alive anonymous broken built chosen complete concrete correct current custom dark dead default",
    "direct done dry empty exclusive external false fast final free frozen full given hidden inaccurate",
    "incorrect internal invalid known latest legacy live lost main mandatory minor missing new nsfw",
    "offline old online open own paid permanent pinned primary private public read ready remote",
    "required safe secondary secret secure seen sent sfw shown simple sold spam sticky strict taken",
    "temporary test true unique unread unsafe unsent unseen valid visible won written wrong",
  ].flatMap((line) => line.split(" ")),
);

/** With one of these in front, a name says what is to be done: `rejectCall`. */
const commands = new Set(
  [
    "accept add allow apply approve archive ask assign auto await ban block blur bypass cache cancel",
    "change charge check clear close collapse collect compress confirm convert copy create cross",
    "delete deny detect disable display drop enable encrypt enforce exclude expand export extend",
    "fail filter follow force format forward generate group help hide ignore import include index",
    "inherit invite join keep leave limit listen load lock log mark match merge move mute notify omit",
    "open override pause pin play prefer prevent process propagate publish rand reject reload remove",
    "renew reopen reply require reset resolve respect restart restore restrict resume retry return",
    "revoke rotate run save scan search send share show sign simplify skip sort split start stop store",
    "strip subscribe suppress sync track translate trigger truncate trust unlock update use validate",
    "verify wait warn rebuild receive support redirect rename",
  ].flatMap((line) => line.split(" ")),
);
