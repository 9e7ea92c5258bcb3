import { useCallback, useRef, useState } from 'react';
import { type ApiResult, newId } from './api.ts';
import { type OutgoingMessage, prepareRetry } from './state/outbox.ts';

export interface Outbox {
  readonly outgoing: readonly OutgoingMessage[];
  readonly send: (to: string, text: string, afterSeq: number) => void;
  readonly retry: (item: OutgoingMessage) => void;
}

/** Sends messages one at a time, in the order they were written. A failed one waits for `retry`. */
export const useOutbox = (deliver: (item: OutgoingMessage) => Promise<ApiResult<{ messageId: string }>>): Outbox => {
  const [outgoing, setOutgoing] = useState<readonly OutgoingMessage[]>([]);
  const last = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef(deliver);
  latest.current = deliver;

  const dispatch = useCallback((item: OutgoingMessage) => {
    const mark = (delivery: OutgoingMessage['delivery']) =>
      setOutgoing((all) => all.map((each) => (each.id === item.id ? { ...item, delivery } : each)));
    mark(item.delivery);
    last.current = last.current.then(async () => {
      const answer = await latest.current(item);
      if (answer.ok) mark({ is: 'sent', messageId: answer.value.messageId });
      else mark({ is: 'failed', status: answer.status, message: answer.message });
    });
  }, []);

  const send = useCallback(
    (to: string, text: string, afterSeq: number) => {
      const item: OutgoingMessage = { id: newId(), key: newId(), to, text, afterSeq, delivery: { is: 'sending' } };
      setOutgoing((all) => [...all, item]);
      dispatch(item);
    },
    [dispatch],
  );
  const retry = useCallback((item: OutgoingMessage) => dispatch(prepareRetry(item, newId())), [dispatch]);
  return { outgoing, send, retry };
};
