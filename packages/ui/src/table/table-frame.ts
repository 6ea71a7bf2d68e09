import { styled } from '@mui/material/styles'
import { HEAD_PX, SECTION_PX } from './columns.ts'

/**
 * Styles of the whole grid in one style sheet: rows and cells are plain elements, because a styled component per cell
 * would be too slow.
 */
export const TableFrame = styled('div')(({ theme }) => {
  const { palette } = theme.vars
  return {
    position: 'relative',
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    // The table adjusts the scroll position itself; the browser's scroll anchoring would interfere.
    overflowAnchor: 'none',
    // Limits layout of changed rows to the table.
    contain: 'content',
    scrollbarWidth: 'thin',
    backgroundColor: palette.background.paper,
    '& table': { display: 'block', minWidth: 'var(--table-width)', '&:focus-visible': { outlineOffset: -2 } },
    '& thead': { position: 'sticky', insetBlockStart: 0, zIndex: 3, display: 'block' },
    '& tbody': { display: 'block' },
    '& tr': {
      display: 'grid',
      gridTemplateColumns: 'var(--table-columns)',
      minHeight: 'var(--table-row)',
      contain: 'layout style',
      scrollMarginBlockStart: HEAD_PX,
      borderBlockEnd: `1px solid ${palette.line}`,
    },
    '& thead tr': { minHeight: HEAD_PX, height: HEAD_PX },
    '& th': { fontWeight: 'inherit', textAlign: 'start' },
    '& thead th': {
      display: 'flex',
      alignItems: 'center',
      minWidth: 0,
      paddingInline: 10,
      overflow: 'hidden',
      whiteSpace: 'nowrap',
      fontSize: 11.5,
      fontWeight: 550,
      color: palette.muted,
      backgroundColor: palette.sunk,
    },
    '& thead button': {
      all: 'unset',
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      minHeight: 24,
      cursor: 'pointer',
      '&:focus-visible': { outline: `2px solid ${palette.primary.main}` },
    },
    '& td, & tbody th': { display: 'block', alignContent: 'center', minWidth: 0, padding: '3px 10px', overflowWrap: 'break-word' },
    '& [data-one-line]': { whiteSpace: 'nowrap' },
    '& [data-align=end]': { justifyContent: 'flex-end', textAlign: 'end' },
    '& [data-align=center]': { justifyContent: 'center', textAlign: 'center' },
    '& [data-select]': { padding: 0, textAlign: 'center' },
    '& [data-sticky]': {
      position: 'sticky',
      zIndex: 1,
      backgroundColor: palette.background.paper,
      borderInlineEnd: `1px solid ${palette.line}`,
    },
    '& thead [data-sticky]': { backgroundColor: palette.sunk },
    '& tr[data-key]': { cursor: 'default', transition: 'background-color 150ms' },
    '& tr[data-key]:hover, & tr[data-key]:hover [data-sticky]': { backgroundColor: palette.sunk },
    '& [data-tone=fresh], & [data-tone=fresh] [data-sticky]': {
      backgroundImage: `linear-gradient(var(--wl-toward-end), ${palette.new.bg}, transparent 340px)`,
    },
    '& [data-tone=critical], & [data-tone=critical] [data-sticky]': { backgroundColor: palette.crit.bg },
    '& [data-tone=lingering]': { color: palette.muted, backgroundColor: palette.sunk },
    '& [data-active], & [data-active]:hover, & [data-active] [data-sticky]': { backgroundColor: palette.primary.bg },
    '& table:focus-visible [data-active]': { boxShadow: `inset 0 0 0 2px ${palette.primary.main}` },
    '& [data-active-cell]': { boxShadow: `inset 0 0 0 2px ${palette.primary.main}` },
    '& [data-section]': {
      display: 'flex',
      alignItems: 'center',
      minHeight: SECTION_PX,
      height: SECTION_PX,
      paddingInline: 10,
      fontWeight: 600,
      fontSize: 12,
      color: palette.muted,
      backgroundColor: palette.sunk,
    },
    '& [data-section] > *': { position: 'sticky', insetInlineStart: 10, padding: 0 },
  }
})
