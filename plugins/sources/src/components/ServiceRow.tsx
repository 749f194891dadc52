import Box from '@mui/material/Box';
import { ServiceFact } from '@plumbline/plugin-plumbline-common';
import {
  FileLink,
  secondary,
  shortRevision,
} from '@plumbline/plugin-plumbline-react';
import { Fragment } from 'react';
import {
  alikePlaces,
  mergedVersions,
  MergedVersion,
  placeWords,
} from '../factFilters';
import { Title } from './Title';

/**
 * A service, and what is pinned for it in each environment: side by side where the environments of the list are few,
 * otherwise one below the other.
 */
export function ServiceRow(props: {
  service: ServiceFact;
  /** The environments that have a column each. */
  columns: (string | undefined)[] | undefined;
}) {
  const { service, columns } = props;
  const { name, path, environments } = service;
  const groups = alikePlaces(environments);
  const names = new Set(
    groups.flatMap(({ versions }) => versions.map(version => version.name)),
  );
  const [onlyName] = names.size === 1 ? names : [];
  return (
    <>
      <Box sx={{ minWidth: 0, gridColumn: 1 }}>
        <Title>{name}</Title>
        <Box sx={secondary}>{path}</Box>
        {onlyName && onlyName !== name && (
          <Box sx={secondary}>
            <BreakableName name={onlyName} />
          </Box>
        )}
      </Box>
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: { xs: 0.75, md: columns ? 0 : 0.75 },
          display: 'grid',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            ...(columns && {
              md: `repeat(${columns.length}, minmax(0, 1fr))`,
            }),
          },
          // What an environment has more of goes below in its own column.
          gridAutoFlow: 'row dense',
          alignContent: 'start',
          columnGap: 2,
          rowGap: 0.5,
          gridColumn: 2,
          gridRow: '1 / span 2',
        }}
      >
        {groups.map(({ places, versions }, at) => (
          <Box
            key={at}
            sx={{
              minWidth: 0,
              display: {
                xs: 'block',
                sm: 'grid',
                md: columns ? 'block' : 'grid',
              },
              gridTemplateColumns: 'minmax(0, 220px) minmax(0, 1fr)',
              columnGap: 2,
              ...(columns && {
                gridColumn: {
                  md: columns.indexOf(places[0].environment) + 1,
                },
              }),
            }}
          >
            <Box component="dt" sx={secondary}>
              {placeWords(places)}
            </Box>
            <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
              {versions.length === 0 && (
                <Box component="span" sx={secondary}>
                  no version is pinned
                </Box>
              )}
              {mergedVersions(versions).map((version, index) => (
                <Version
                  key={index}
                  version={version}
                  named={onlyName === undefined}
                />
              ))}
            </Box>
          </Box>
        ))}
      </Box>
    </>
  );
}

/** A version, and all lines that pin it. */
function Version(props: { version: MergedVersion; named: boolean }) {
  const { version, named } = props;
  const { name, value, digest, locations } = version;
  const [first, ...more] = locations;
  const what = `${value} of ${name}`;
  return (
    <Box sx={{ overflowWrap: 'anywhere', fontSize: '0.9375rem' }}>
      {first ? (
        <FileLink location={first} label={`${what}, in ${first.path}`}>
          {value}
        </FileLink>
      ) : (
        shortRevision(value)
      )}{' '}
      <Box component="span" sx={secondary}>
        {named && <BreakableName name={name} />}
        {digest && ` ${shortDigest(digest)}`}
        {more.map((location, index) => {
          const words =
            location.path === first.path && location.line !== undefined
              ? `line ${location.line}`
              : [location.path, location.line].filter(Boolean).join(':');
          return (
            <Fragment key={index}>
              {index === 0 ? ' also ' : ', '}
              <FileLink
                location={location}
                label={`${what}, ${words} of ${location.path}`}
              >
                {words}
              </FileLink>
            </Fragment>
          );
        })}
      </Box>
    </Box>
  );
}

/** Lines break after a slash rather than within a word. */
function BreakableName(props: { name: string }) {
  return (
    <>
      {props.name.split(/(?<=\/)/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

/** Enough of a digest to tell two apart. */
function shortDigest(digest: string): string {
  return digest.replace(/^(sha\d+:[0-9a-f]{12})[0-9a-f]+$/, '$1…');
}
