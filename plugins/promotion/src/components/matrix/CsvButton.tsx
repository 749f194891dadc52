import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  csvOf,
  MatrixRow,
  PromotionApi,
  rowsOf,
} from '@plumbline/plugin-plumbline-common';
import { describeError } from '@plumbline/plugin-plumbline-react';
import { useState } from 'react';
import { promotionApiRef } from '../../api';
import { Filters, queryOf } from './filters';

/** Gives all services that fit the filters to a spreadsheet, those of other pages included. */
export function CsvButton(props: { filters: Filters }) {
  const { filters } = props;
  const api = useApi(promotionApiRef);
  const [state, setState] = useState<{ loading: boolean; error?: Error }>({
    loading: false,
  });
  const download = () => {
    setState({ loading: true });
    allRows(api, filters).then(
      rows => {
        save(csvOf(rows), 'promotion.csv');
        setState({ loading: false });
      },
      (error: Error) => setState({ loading: false, error }),
    );
  };
  return (
    <Box sx={{ mt: 2, textAlign: 'right' }}>
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        startIcon={<DownloadIcon />}
        disabled={state.loading}
        onClick={download}
        sx={{ textTransform: 'none' }}
      >
        Download as CSV
      </Button>
      {state.error && (
        <Box role="alert" sx={{ fontSize: '0.875rem' }}>
          {describeError(state.error).title}
        </Box>
      )}
    </Box>
  );
}

async function allRows(
  api: PromotionApi,
  filters: Filters,
): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.matrix(queryOf(filters, cursor));
    rows.push(...rowsOf(page));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(
    new Blob([text], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
