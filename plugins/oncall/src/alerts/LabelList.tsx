import Box from '@mui/material/Box';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import { CopyButton, monospace } from '@plumbline/plugin-plumbline-react';
import { Section } from '../components/Section';

function asLabelSet(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/** What the sender said, word for word. */
export function LabelList(props: { alert: AlertSummary }) {
  const { labels, annotations } = props.alert;
  const said = [
    ...Object.entries(labels),
    ...Object.entries(annotations).filter(([name]) => name !== 'summary'),
  ];
  return (
    <Box sx={{ mt: { xs: 2, sm: 2.5 } }}>
      <Section
        title="What the alert says"
        aside={<CopyButton text={() => asLabelSet(labels)} what="labels" />}
      >
        <Box
          component="dl"
          sx={{
            m: 0,
            display: 'grid',
            gridTemplateColumns: {
              xs: 'minmax(0, 1fr)',
              sm: 'minmax(0, 1fr) minmax(0, 3fr)',
            },
            columnGap: 2,
            rowGap: { xs: 0.25, sm: 0.75 },
          }}
        >
          {said.map(([name, value]) => (
            <Box key={name} sx={{ display: 'contents' }}>
              <Box
                component="dt"
                sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}
              >
                {name}
              </Box>
              <Box
                component="dd"
                sx={{ ...monospace, m: 0, mb: { xs: 1, sm: 0 } }}
              >
                {value}
              </Box>
            </Box>
          ))}
        </Box>
      </Section>
    </Box>
  );
}
