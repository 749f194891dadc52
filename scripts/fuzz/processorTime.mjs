/** Starts to count what this process needs of the processor, which others may want as well; tells it in milliseconds. */
export function processorTime() {
  const since = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1000;
  };
}
