/**
 * API refs, hooks and the few components that every Plumbline page shares.
 *
 * @packageDocumentation
 */
export * from './addresses';
export * from './api';
export * from './claims';
export * from './entityQuestions';
export * from './plugin';
export * from './routes';
export * from './links';
export * from './styles';
export * from './words';
export * from './hooks/useAlerts';
export * from './hooks/useDocumentTitle';
export * from './hooks/useFacts';
export * from './hooks/useFilters';
export * from './hooks/useLoaded';
export * from './hooks/useLookup';
export * from './hooks/useNow';
export * from './hooks/usePagePath';
export * from './hooks/usePortalUrl';
export * from './hooks/useReloadEvery';
export * from './hooks/useSeen';
export * from './hooks/useSources';
export * from './hooks/useVisible';
export * from './components/Age';
export * from './components/Choice';
export * from './components/ClusterLink';
export * from './components/ContactList';
export * from './components/CopyButton';
export * from './components/EvidenceLink';
export * from './components/EvidenceLinks';
export * from './components/FileLink';
export * from './components/listParts';
export * from './components/NoSuchPage';
export * from './components/OnCallList';
export * from './components/OwnerBadge';
export * from './components/PageBody';
export * from './components/PageTabs';
export * from './components/PortalLink';
export * from './components/RepositoryLink';
export * from './components/Rows';
export * from './components/SearchField';
export * from './components/StateChip';
export * from './components/TeamLink';
export * from './components/TextLink';
export * from './components/WhenLoaded';
export * from './components/states';
