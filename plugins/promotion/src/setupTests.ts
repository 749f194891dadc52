import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered; a busy machine takes its time for them.
jest.setTimeout(240_000);
configure({ asyncUtilTimeout: 60_000 });
