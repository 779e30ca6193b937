/** What is said about a migration, with a mark behind what a proof has seen to be so. */
import type { Proof } from "../migration/proof.ts";
import { verifiedOn } from "../migration/verified.ts";
import type { MigrationCheck } from "./check-migration.ts";

/** `proof` must be one of the very text that was checked; without it, all is as it was. */
export function verifiedCheck(check: MigrationCheck, proof: Proof | undefined): MigrationCheck {
  if (proof === undefined) return check;
  const marked = (message: string, statement: number | undefined) => {
    const mark = verifiedOn({ message, statement }, proof);
    return mark === undefined ? message : `${message} (${mark})`;
  };
  const verdicts = check.verdicts.map((verdict) => ({
    ...verdict,
    message: marked(verdict.message, verdict.statement),
    also: verdict.also.map((one) => ({ ...one, message: marked(one.message, verdict.statement) })),
  }));
  return { ...check, verdicts };
}
