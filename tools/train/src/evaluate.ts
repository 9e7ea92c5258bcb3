import { score } from '@warmline/sentiment/score';
import { across, folded } from './judge.ts';
import { calibrationError, f1, interval, type Judged, macroF1, reliability } from './measures.ts';
import { type Seen, type Settings, seen } from './model.ts';
import { blindRows, harmlessTexts, trainingRows } from './rows.ts';

interface Question {
  readonly name: string;
  readonly ask: (settings?: Settings) => Judged[];
}

const lexicon =
  /^(?:negative|positive|worst|best|compound|last|first|silent|density|trouble|negations|contrast|signs .*)$/;
const form = /^(?:exclaims.*|questions|shouts .*|stretched .*|short|length)$/;
const courtesy = /^(?:question|asks|requests|thanks|please)$/;
const complaints = /^complaint/;
const ablations: readonly (readonly [name: string, settings: Settings])[] = [
  ['all', {}],
  ['without grams', { grams: false }],
  ['without lexicon', { without: (name) => lexicon.test(name) }],
  ['without form', { without: (name) => form.test(name) }],
  ['without courtesy', { without: (name) => courtesy.test(name) }],
  ['without complaints', { without: (name) => complaints.test(name) }],
];

/** Asks everything and prints it as Markdown; `done` is told after every question, of `asked` in all. */
export const evaluate = (print: (line: string) => void, done: () => void): void => {
  const all = seen(trainingRows());
  const blind = seen(blindRows());
  const questions = questionsOf(all, blind);
  const timed = <T>(answer: T): T => {
    done();
    return answer;
  };
  print('| trained on | asked about | texts | macro-F1 | negative F1 | calibration error |');
  print('| --- | --- | --- | --- | --- | --- |');
  const first = questions.map(({ name, ask }) => ({ name, judged: timed(ask()) }));
  for (const { name, judged } of first)
    print(
      `| ${name} | ${judged.length} | ${spread(judged, macroF1)} | ${spread(judged, negativeF1)} | ${calibrationError(judged).toFixed(3)} |`,
    );
  print('\nWithout a group of features (macro-F1):\n');
  print(`| | ${questions.map(({ name }) => name.replace(' | ', ' → ')).join(' | ')} |`);
  print(`| --- |${questions.map(() => ' --- |').join('')}`);
  for (const [name, settings] of ablations) {
    const found = questions.map(({ ask }, i) => (name === 'all' ? (first[i]?.judged ?? []) : timed(ask(settings))));
    print(`| ${name} | ${found.map((judged) => macroF1(judged).toFixed(3)).join(' | ')} |`);
  }
  print('\nReliability of pNegative, held-out folds of each source:\n');
  print('| said | texts | mean said | was negative |');
  print('| --- | --- | --- | --- |');
  const held = first.filter((_, i) => questions[i]?.name.includes('4/5')).flatMap(({ judged }) => judged);
  for (const { from, count, said, was } of reliability(held))
    print(`| ${from.toFixed(1)} to ${(from + 0.1).toFixed(1)} | ${count} | ${said.toFixed(3)} | ${was.toFixed(3)} |`);
  print('\nRequests that needed no person, as the service scores them (none was trained on):\n');
  print('| source | texts | mean pNegative | pNegative >= 0.7 |');
  print('| --- | --- | --- | --- |');
  for (const [source, texts] of harmlessTexts()) {
    const said = texts.map((text) => score(text).pNegative);
    const over = said.filter((p) => p >= 0.7).length / said.length;
    const mean = said.reduce((a, b) => a + b, 0) / said.length;
    print(`| ${source} | ${said.length} | ${mean.toFixed(3)} | ${(over * 100).toFixed(1)} % |`);
  }
};

export const asked = 8 + 8 * (ablations.length - 1);

const questionsOf = (all: readonly Seen[], blind: readonly Seen[]): Question[] => {
  const of = (...sources: string[]) => all.filter(({ source }) => sources.includes(source));
  const [tweets, amazon, service] = [of('tweets'), of('amazon'), of('service')];
  return [
    { name: 'tweets, 4/5 | tweets, 1/5', ask: (s) => folded(tweets, [], s) },
    { name: 'tweets | Amazon', ask: (s) => across(tweets, amazon, s) },
    { name: 'tweets, service | Amazon', ask: (s) => across([...tweets, ...service], amazon, s) },
    { name: 'Amazon, service | tweets', ask: (s) => across([...amazon, ...service], tweets, s) },
    { name: 'tweets, Amazon | service', ask: (s) => across([...tweets, ...amazon], service, s) },
    { name: 'Amazon, 4/5 | Amazon, 1/5', ask: (s) => folded(amazon, [], s) },
    { name: 'tweets, Amazon, service 4/5 | service, 1/5', ask: (s) => folded(service, [...tweets, ...amazon], s) },
    { name: 'all | blind complaints', ask: (s) => across(all, blind, s) },
  ];
};

const negativeF1 = (judged: readonly Judged[]): number => f1(judged, 0);
const spread = (judged: readonly Judged[], measure: (judged: readonly Judged[]) => number): string => {
  const [low, high] = interval(judged, measure);
  return `${measure(judged).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
};
