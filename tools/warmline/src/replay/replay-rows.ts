import { botTurnDetails, customer, MAX_TEXT_LENGTH } from '@warmline/contracts';
import { z } from 'zod';
import { parseLine } from '../json-lines.ts';

const turn = z
  .object({ role: z.enum(['customer', 'bot']), text: z.string().max(MAX_TEXT_LENGTH), bot: botTurnDetails.optional() })
  .refine((t) => t.role === 'bot' || t.text.trim() !== '', { path: ['text'], message: 'may not be empty' })
  .refine((t) => t.role === 'bot' || t.bot === undefined, { path: ['bot'], message: 'only a bot turn may carry it' });

/** The required fields of a row; all others (a label, a source, times) are ignored. */
const row = z.object({
  id: z.union([z.string().min(1), z.number()]),
  conversation: z
    .array(turn)
    .refine((turns) => turns.some((t) => t.role === 'customer'), { message: 'no message of a customer' }),
  customer: customer.nullish().transform((c) => c ?? undefined),
  language: z.string().min(2).max(20).optional(),
});

export type Row = z.output<typeof row> & {
  /** Number of its line, from 1; distinguishes rows with the same id. */
  readonly line: number;
};
export type Turn = Row['conversation'][number];

const MAX_REPORTED = 20;

/** The rows of a file of JSON lines; throws with every invalid line by number and reason, so that nothing of an invalid file is posted. */
export const parseRows = (file: string, text: string): Row[] => {
  const rows: Row[] = [];
  const invalid: string[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const read = parseLine(line, row);
    if (typeof read === 'string') invalid.push(`  line ${i + 1}: ${read}`);
    else rows.push({ ...read.data, line: i + 1 });
  }
  if (invalid.length > MAX_REPORTED)
    invalid.splice(MAX_REPORTED, invalid.length, `  and ${invalid.length - MAX_REPORTED} more`);
  if (invalid.length > 0)
    throw new Error(`${file}: nothing was posted, these lines are invalid:\n${invalid.join('\n')}`);
  if (rows.length === 0) throw new Error(`${file}: no conversations in it`);
  return rows;
};
