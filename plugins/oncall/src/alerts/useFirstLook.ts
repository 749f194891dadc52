import { useApi } from '@backstage/frontend-plugin-api';
import { AlertSummary, Answer } from '@plumbline/plugin-plumbline-common';
import { plumblineAlertsApiRef } from '@plumbline/plugin-plumbline-react';
import { useEffect, useRef } from 'react';

/** Notes that a person looks at an alert, once, when nobody has before. */
export function useFirstLook(alert: AlertSummary | undefined): void {
  const api = useApi(plumblineAlertsApiRef);
  const noted = useRef<string>();
  const id = alert && !alert.firstLook ? alert.id : undefined;
  useEffect(() => {
    if (id && noted.current !== id) {
      noted.current = id;
      // Statistics must never stand between a person and the answer.
      api.look(id).catch(() => undefined);
    }
  }, [api, id]);
}

/** The same for an answer, once for each question: a link in an alert leads there, past the list. */
export function useLookAtAnswer(
  question: string | undefined,
  answer: Answer | undefined,
): void {
  const api = useApi(plumblineAlertsApiRef);
  const noted = useRef<string>();
  const subject = answer?.subject;
  useEffect(() => {
    if (subject?.type === 'object' && noted.current !== question) {
      noted.current = question;
      api.lookAtAnswer(subject).catch(() => undefined);
    }
  }, [api, question, subject]);
}
