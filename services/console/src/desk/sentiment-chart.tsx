import { formatTag, say } from '@warmline/locale';
import type { Handoff } from '../state/desk-view.ts';
import { useLanguage } from '../ui/language.tsx';

const WIDTH = 240;
const HEIGHT = 40;

/** Sentiment of each customer message in order, from -1 (bottom) to 1 (top). */
export const SentimentChart = ({ scores }: { scores: Handoff['context']['sentiment']['scores'] }) => {
  const language = useLanguage();
  const [first] = scores;
  const last = scores.at(-1);
  if (first === undefined || last === undefined || scores.length < 2) return null;
  const points = scores.map(({ score }, index) => {
    const x = 4 + (index / (scores.length - 1)) * (WIDTH - 8);
    return [x, HEIGHT / 2 - score * (HEIGHT / 2 - 4)] as const;
  });
  const number = new Intl.NumberFormat(formatTag(language), { maximumFractionDigits: 1 });
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <svg
      className="sentiment-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={say(language, 'chart.label', { first: number.format(first.score), last: number.format(last.score) })}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <polyline points={points.map((point) => point.join(',')).join(' ')} />
      <circle cx={x} cy={y} r="3.5" />
    </svg>
  );
};
