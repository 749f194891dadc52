import { Request } from 'express';
import { operations } from './generated/types';

type Query<T extends keyof operations> = NonNullable<
  operations[T]['parameters']['query']
>;

type Path<T extends keyof operations> = NonNullable<
  operations[T]['parameters']['path']
>;

/** The query parameters of an operation, which the router has checked against openapi.yaml. */
export function queryOf<T extends keyof operations>(
  request: Request,
): Query<T> {
  const query: unknown = request.query;
  return query as Query<T>;
}

/** The same for the parameters in its path. */
export function pathOf<T extends keyof operations>(request: Request): Path<T> {
  const params: unknown = request.params;
  return params as Path<T>;
}
