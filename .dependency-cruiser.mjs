// Import rules between folders (docs/architecture.md). Rules are patterns, so a new folder needs no new rule.

const tests = '\\.test\\.tsx?$|/testing/|/testing\\.tsx?$|^(bench|tests|packages/test-kit|apps/web/contract)/'

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
/** Folders of the BFF below the log. */
const bffBase = 'commands|http|auth|load|observability|config'
const bffParts = 'features|realtime|consumers|fhir|ingest|demo|simulator|composition'
/** Folders of the web app that all screens may import. */
const webBase = 'api|clinical|i18n|keyboard|lists|navigation|session|sound|telemetry|time'

const packages = [
  never(
    'events-is-pure',
    'The event language depends on zod and the FHIR types only: no I/O, no React, no Node.',
    { path: '^packages/events/src', pathNot: tests },
    { pathNot: ['^packages/events/', '^node_modules/(zod|@types/fhir)/'] },
  ),
  never(
    'sync-is-portable',
    'Both ends of the protocol run in a browser and on a server: events and zod only; transports, timers and stores are ports.',
    { path: '^packages/sync/src', pathNot: [tests, '/socketio-transport\\.ts$'] },
    { pathNot: ['^packages/(events|sync)/', '^node_modules/(zod|@types/fhir)/'] },
  ),
  never(
    'ui-knows-no-data',
    'The component library renders its props: no events, transport, routes or translations.',
    { path: '^packages/ui/src' },
    {
      path: [
        '^packages/events/',
        '^apps/',
        'node_modules/(@trpc|@tanstack/react-query|react-router|i18next|react-i18next|socket\\.io-client)/',
      ],
    },
  ),
  never(
    'package-by-its-name',
    'A package is imported by its name, not by a path into it.',
    { path: '^(apps|packages|bench|tests|e2e|scripts)/([^/]+)' },
    {
      path: '^packages/',
      pathNot: '^$1/$2/',
      dependencyTypes: ['local'],
      dependencyTypesNot: ['localmodule', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'aliased-workspace'],
    },
  ),
  never(
    'test-kit-only-in-tests',
    'Test servers, processes and faults never ship with the product.',
    { path: '^(apps|packages/(events|sync|ui))/', pathNot: tests },
    { path: '^packages/test-kit/' },
  ),
]

const bff = [
  never(
    'bff-has-no-screen',
    'The BFF renders nothing.',
    { path: '^apps/bff/' },
    { path: ['^packages/ui/', '^apps/web/', 'node_modules/(react|react-dom|@mui)/'] },
  ),
  never('main-is-last', 'Nothing imports the entry point.', { path: '^apps/bff/src/' }, { path: '^apps/bff/src/main\\.ts$' }),
  never(
    'composition-is-the-root',
    'Only main and the command line compose the parts; parts receive their dependencies.',
    { path: '^apps/bff/src/', pathNot: ['^apps/bff/src/(main\\.ts$|router\\.ts$|composition/|cli/|ingest/command-line/cli\\.ts$)', tests] },
    { path: '^apps/bff/src/composition/', pathNot: '^apps/bff/src/composition/demo-mode\\.ts$' },
  ),
  never(
    'production-has-no-demo',
    'Demo data and the simulator are composed in main; no other production module imports them.',
    { path: '^apps/bff/src/', pathNot: ['^apps/bff/src/(main\\.ts$|demo/|simulator/)', tests] },
    { path: '^apps/bff/src/(demo|simulator)/' },
  ),
  never(
    'production-has-no-in-process-database',
    'The database in the thread of the screens is for tests and for screens without a server.',
    { path: '^apps/', pathNot: [tests, '^apps/bff/src/database/in-process/'] },
    { path: '^apps/bff/src/database/in-process/' },
  ),
  never(
    'production-has-no-tests',
    'Production code imports no testing code.',
    { path: '^apps/', pathNot: [tests, '^apps/web/src/main\\.tsx$', '^apps/bff/src/(demo|simulator)/'] },
    { path: '/testing/' },
  ),
  never(
    'features-are-independent',
    'What two features share moves down, or a caller composes both.',
    { path: '^apps/bff/src/features/([^/]+)/', pathNot: tests },
    { path: '^apps/bff/src/features/', pathNot: '^apps/bff/src/features/$1/' },
  ),
  never(
    'log-readers-know-no-feature',
    'Consumers and delivery depend on the log, not on the features.',
    { path: '^apps/bff/src/(consumers|realtime)/', pathNot: tests },
    { path: '^apps/bff/src/(features|fhir|ingest|demo|simulator)/' },
  ),
  never(
    'realtime-and-consumers-are-independent',
    'Delivery and consumers read the same log and do not import each other.',
    { path: '^apps/bff/src/(consumers|realtime)/', pathNot: tests },
    { path: '^apps/bff/src/(consumers|realtime)/', pathNot: '^apps/bff/src/$1/' },
  ),
  never(
    'record-knows-no-part',
    'The record store and the bus are below all parts.',
    { path: '^apps/bff/src/(record|bus)/', pathNot: tests },
    { path: `^apps/bff/src/(${bffParts}|router)` },
  ),
  never(
    'database-knows-no-log',
    'The database is below the record store.',
    { path: '^apps/bff/src/database/', pathNot: tests },
    { path: `^apps/bff/src/(${bffParts}|record|bus|router)` },
  ),
  never(
    'reference-data-is-pure',
    'Tables, limits and formulary are pure: no log, no database, no clock.',
    { path: '^apps/bff/src/reference-data/', pathNot: tests },
    { path: '^apps/bff/src/', pathNot: '^apps/bff/src/reference-data/' },
  ),
  never(
    'fhir-builders-only-build',
    'Builders create resources; only record() saves them.',
    { path: '^apps/bff/src/fhir-builders/', pathNot: tests },
    { path: '^apps/bff/src/', pathNot: '^apps/bff/src/(fhir-builders|reference-data|commands)/' },
  ),
  never(
    'tracing-is-loaded-on-demand',
    'OpenTelemetry is loaded only where a collector is configured.',
    { path: '^apps/bff/src/', pathNot: [tests, '^apps/bff/src/observability/tracing-sdk\\.ts$'] },
    { path: ['node_modules/@opentelemetry/', '^apps/bff/src/observability/tracing-sdk\\.ts$'], dynamic: false },
  ),
  never(
    'base-knows-no-part',
    'Commands, HTTP, auth, load, observability and configuration depend on events and on each other only.',
    { path: `^apps/bff/src/(${bffBase})/`, pathNot: tests },
    { path: `^apps/bff/src/(${bffParts}|record|bus|database|router)` },
  ),
]

const web = [
  never(
    'web-knows-only-the-types',
    'The web app takes the type of AppRouter from the BFF and nothing else; its tests and `dev:mock` run the BFF in their own thread.',
    { path: '^apps/web/', pathNot: '^apps/web/src/testing/' },
    { path: '^apps/bff/', dependencyTypesNot: ['type-only'] },
  ),
  never(
    'web-features-are-independent',
    'What two features share moves down, or the page composes both.',
    { path: '^apps/web/src/features/([^/]+)/' },
    { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
  ),
  never(
    'shell-receives-its-tabs',
    'The manifest passes features to the shell.',
    { path: '^apps/web/src/shell/', pathNot: tests },
    { path: '^apps/web/src/(features|app)/' },
  ),
  never(
    'features-know-no-app',
    'Features are below the app and beside the shell.',
    { path: '^apps/web/src/(features|ordering)/', pathNot: tests },
    { path: '^apps/web/src/app/' },
  ),
  never(
    'sync-knows-no-screen',
    'The sync layer delivers events to its subscribers without importing them.',
    { path: '^apps/web/src/sync/', pathNot: tests },
    { path: '^apps/web/src/(features|ordering|shell|app)/' },
  ),
  never(
    'web-base-knows-no-screen',
    'Modules that every screen uses import no screen.',
    { path: `^apps/web/src/(${webBase})/`, pathNot: tests },
    { path: '^apps/web/src/(features|ordering|shell|app|sync)/' },
  ),
  never(
    'one-socket',
    'Rules RT1 to RT20 hold because one file owns the socket.',
    { path: '^(apps/web|packages/sync)/src/', pathNot: '/socketio-transport\\.ts$' },
    { path: 'node_modules/socket\\.io-client/', dependencyTypesNot: ['type-only'] },
  ),
]

const everywhere = [
  never(
    'no-circles',
    'Modules that import each other are one module, or share a third.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  never('everything-resolves', 'Every import resolves.', { pathNot: '\\.d\\.ts$' }, { couldNotResolve: true }),
  never(
    'stories-use-the-screen',
    'Stories see only what users see; contract tests compose the real parts of both ends.',
    { path: '^e2e/(stories|pages|fixtures)/' },
    { path: '^apps/', dependencyTypesNot: ['type-only'] },
  ),
]

export default {
  forbidden: [...packages, ...bff, ...web, ...everywhere],
  options: {
    // TypeScript 7 has no compiler API for the default parser, which then reads nothing and reports success.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps|packages)/[^/]+/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
