// Who may import whom (docs/architecture.md). Rules are patterns, so a new folder needs no new rule.

const tests = '\\.test\\.tsx?$|/testing/|/testing\\.ts$|^apps/bff/src/bench/'

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const packages = [
  never(
    'events-is-pure',
    'The language knows zod and the FHIR types: no I/O, no React, no Node.',
    { path: '^packages/events/src', pathNot: tests },
    {
      pathNot: ['^packages/events/', '^node_modules/(zod|@types/fhir)/'],
    },
  ),
  never(
    'ui-knows-no-data',
    'The furniture draws what it is given: no event, no transport, no routes, no translations.',
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
    'through-the-door',
    'A package is entered by its name, not by a path into it.',
    { path: '^(apps|packages|e2e|scripts)/([^/]+)' },
    {
      path: '^packages/',
      pathNot: '^$1/$2/',
      dependencyTypes: ['local'],
      dependencyTypesNot: ['localmodule', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'aliased-workspace'],
    },
  ),
]

const bff = [
  never(
    'bff-has-no-screen',
    'The BFF draws nothing; the bench has bare pages to compare the screens with.',
    { path: '^apps/bff/', pathNot: '^apps/bff/src/bench/pages/' },
    { path: ['^packages/ui/', '^apps/web/', 'node_modules/(react|react-dom|@mui)/'] },
  ),
  never('main-is-last', 'Nothing imports the program’s start.', { path: '^apps/bff/src/' }, { path: '^apps/bff/src/main\\.ts$' }),
  never(
    'app-composes',
    'Only main composes the parts; a part is handed what it needs.',
    { path: '^apps/bff/src/', pathNot: ['^apps/bff/src/(main|product|app)\\.ts$', tests] },
    {
      path: '^apps/bff/src/(app|product|workers)\\.ts$',
    },
  ),
  never(
    'features-are-strangers',
    'If two features need one thing, it moves down or both are composed above.',
    { path: '^apps/bff/src/features/([^/]+)/', pathNot: tests },
    {
      path: '^apps/bff/src/features/',
      pathNot: '^apps/bff/src/features/$1/',
    },
  ),
  never(
    'parts-are-strangers',
    'Consumers and delivery know the log, not the features.',
    { path: '^apps/bff/src/(consumers|live)/', pathNot: tests },
    {
      path: '^apps/bff/src/(features|fhir|ingest|demo)/',
    },
  ),
  never(
    'live-and-consumers-apart',
    'Delivery and consumers read the same log and not each other.',
    { path: '^apps/bff/src/(consumers|live)/', pathNot: tests },
    {
      path: '^apps/bff/src/(consumers|live)/',
      pathNot: '^apps/bff/src/$1/',
    },
  ),
  never(
    'record-knows-no-part',
    'The front door and the bus stand under every part.',
    { path: '^apps/bff/src/(record|bus)/', pathNot: tests },
    {
      path: '^apps/bff/src/(features|live|consumers|fhir|ingest|demo|router|app)',
    },
  ),
  never(
    'database-knows-no-log',
    'The database stands under the front door.',
    { path: '^apps/bff/src/database/', pathNot: tests },
    {
      path: '^apps/bff/src/(features|live|consumers|fhir|ingest|demo|record|bus|router|app)',
    },
  ),
  never(
    'knowledge-is-pure',
    'Tables, limits and formulary answer the same to everyone: no log, no database, no clock of their own.',
    { path: '^apps/bff/src/knowledge/', pathNot: tests },
    { path: '^apps/bff/src/', pathNot: '^apps/bff/src/knowledge/' },
  ),
  never(
    'drafts-only-draft',
    'A draft becomes a fact by the front door alone.',
    { path: '^apps/bff/src/drafts/', pathNot: tests },
    { path: '^apps/bff/src/', pathNot: '^apps/bff/src/(drafts|knowledge|platform)/' },
  ),
  never(
    'tracing-is-read-when-asked-for',
    'OpenTelemetry is loaded only where a collector is named.',
    { path: '^apps/bff/src/', pathNot: [tests, '^apps/bff/src/platform/tracing-sdk\\.ts$'] },
    { path: ['node_modules/@opentelemetry/', '^apps/bff/src/platform/tracing-sdk\\.ts$'], dynamic: false },
  ),
  never(
    'platform-is-the-ground',
    'The platform stands on events alone.',
    { path: '^apps/bff/src/platform/', pathNot: tests },
    {
      path: '^apps/bff/src/(features|live|consumers|fhir|ingest|demo|record|bus|database|router|app)',
    },
  ),
]

const web = [
  never(
    'web-knows-only-the-types',
    'The web app takes AppRouter’s type from the BFF and nothing else.',
    { path: '^apps/web/' },
    {
      path: '^apps/bff/',
      dependencyTypesNot: ['type-only'],
    },
  ),
  never(
    'web-features-are-strangers',
    'If two features need one thing it moves down, or the page composes both.',
    { path: '^apps/web/src/features/([^/]+)/' },
    {
      path: '^apps/web/src/features/',
      pathNot: '^apps/web/src/features/$1/',
    },
  ),
  never(
    'shell-is-handed-its-tabs',
    'The manifest hands features to the shell.',
    { path: '^apps/web/src/shell/', pathNot: tests },
    { path: '^apps/web/src/(features|app)/' },
  ),
  never(
    'features-know-no-app',
    'A feature stands under the app and beside the shell.',
    { path: '^apps/web/src/features/', pathNot: tests },
    { path: '^apps/web/src/app/' },
  ),
  never(
    'workflow-knows-no-screen',
    'The workflow carries events to whoever asks.',
    { path: '^apps/web/src/workflow/', pathNot: tests },
    { path: '^apps/web/src/(features|shell|app)/' },
  ),
  never(
    'web-lib-is-the-ground',
    'What everyone uses knows none of them.',
    { path: '^apps/web/src/lib/', pathNot: tests },
    { path: '^apps/web/src/(features|shell|app|workflow)/' },
  ),
  never(
    'one-socket',
    'Rules RT1 to RT20 hold because one file holds the socket.',
    { path: '^apps/web/src/', pathNot: '^apps/web/src/workflow/socket\\.ts$' },
    {
      path: 'node_modules/socket\\.io-client/',
      dependencyTypesNot: ['type-only'],
    },
  ),
  never(
    'stand-ins-stay-in-tests',
    'What stands in for the BFF never ships with the screens.',
    { path: '^apps/web/src/', pathNot: [tests, '^apps/web/src/main\\.tsx$'] },
    {
      path: '^apps/web/src/testing/',
    },
  ),
]

const everywhere = [
  never(
    'no-circles',
    'Two modules that need each other are one, or hide a third.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  never('everything-resolves', 'An import that leads nowhere.', { pathNot: '\\.d\\.ts$' }, { couldNotResolve: true }),
  never(
    'stories-use-the-screen',
    'Stories see what people see; contract tests put the real parts of both ends together.',
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
