import {
  Answer,
  renderMarkdown,
  RenderOptions,
  renderSlack,
  renderTeams,
  renderText,
} from '@plumbline/gitops-lookup';
import { Request, Response } from 'express';
import { components } from './generated/types';

export type AnswerFormat = components['schemas']['AnswerFormat'];

export interface AnswerToSend extends Omit<RenderOptions, 'now'> {
  answer: Answer;
  /** What is sent as JSON: the answer, or what it belongs to. */
  json: object;
  /** Asked for by name; absent: what `Accept` prefers. */
  format?: AnswerFormat;
  /** A terminal that does not care gets text. */
  textForTerminals?: boolean;
}

/** Sends an answer in the format that was asked for. */
export function sendAnswer(
  request: Request,
  response: Response,
  { answer, json, format, textForTerminals, ...options }: AnswerToSend,
): void {
  response.vary('Accept');
  // Text holds names that others chose: no browser may take it for a page.
  response.set('X-Content-Type-Options', 'nosniff');
  switch (format ?? preferred(request, textForTerminals)) {
    case 'text':
      response.type('text/plain').send(renderText(answer, options));
      break;
    case 'markdown':
      response.type('text/markdown').send(renderMarkdown(answer, options));
      break;
    case 'slack':
      response.json(renderSlack(answer, options));
      break;
    case 'teams':
      response.json(renderTeams(answer, options));
      break;
    default:
      response.json(json);
  }
}

/** JSON, but text or Markdown for who prefers it, and text for terminals that do not care. */
function preferred(
  request: Request,
  textForTerminals: boolean | undefined,
): AnswerFormat {
  const { accept = '*/*', 'user-agent': agent = '' } = request.headers;
  if (
    textForTerminals &&
    accept === '*/*' &&
    /^(curl|wget|httpie)\b/i.test(agent)
  ) {
    return 'text';
  }
  switch (
    request.accepts(['application/json', 'text/plain', 'text/markdown'])
  ) {
    case 'text/plain':
      return 'text';
    case 'text/markdown':
      return 'markdown';
    default:
      return 'json';
  }
}
