/** Annotations that are written in passing, again and again: that somebody asked for a refresh, what was last measured, who leads. */
const momentary = [
  /^argocd\.argoproj\.io\/refresh$/,
  /^reconcile\.fluxcd\.io\/(?:requestedAt|forceAt|resetAt)$/,
  /^autoscaling\.alpha\.kubernetes\.io\/(?:conditions|current-metrics)$/,
  /^control-plane\.alpha\.kubernetes\.io\/leader$/,
  /^endpoints\.kubernetes\.io\/last-change-trigger-time$/,
  /^management\.cattle\.io\/pod-(?:limits|requests)$/,
];

/** Whether an annotation says nothing that lasts. */
export function isMomentary(annotation: string): boolean {
  return momentary.some(pattern => pattern.test(annotation));
}
