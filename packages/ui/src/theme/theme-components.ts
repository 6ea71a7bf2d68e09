import type { Components, Theme } from '@mui/material/styles'

const ring = { outline: '2px solid var(--wl-palette-primary-main)', outlineOffset: 1 }

/** Styles of MUI components, so that features need little `sx`. Sizes in CSS px on the 4 px grid. */
export const componentDefaults: Components<Theme> = {
  MuiButtonBase: { defaultProps: { disableRipple: true }, styleOverrides: { root: { font: 'inherit', '&:focus-visible': ring } } },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small', variant: 'outlined', color: 'inherit' },
    styleOverrides: {
      root: { minHeight: 28, minWidth: 28, padding: '3px 11px', gap: 6, whiteSpace: 'nowrap', lineHeight: 1.3, fontWeight: 550 },
      outlined: ({ theme, ownerState }) => ({
        ...(ownerState.color === 'inherit' && {
          borderColor: theme.vars.palette.line2,
          backgroundColor: theme.vars.palette.background.paper,
          '&:hover': { backgroundColor: theme.vars.palette.sunk, borderColor: theme.vars.palette.faint },
        }),
      }),
      contained: { '&.Mui-disabled': { backgroundColor: 'var(--wl-palette-line)', color: 'var(--wl-palette-muted)' } },
      sizeLarge: { minHeight: 36, padding: '6px 16px', fontSize: 14 },
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: { root: { borderRadius: 7, minWidth: 28, minHeight: 28, padding: 4 } },
  },
  MuiChip: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: { height: 20, fontSize: 11.5, fontWeight: 550, borderRadius: 10 },
      label: { paddingInline: 8 },
    },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiDialog: {
    defaultProps: { maxWidth: 'sm', fullWidth: true },
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 12,
        border: `1px solid ${theme.vars.palette.line}`,
        boxShadow: '0 16px 48px rgba(8,16,32,.28)',
      }),
    },
  },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: 16, fontWeight: 640, padding: '12px 16px' } } },
  MuiDialogContent: { styleOverrides: { root: { padding: '12px 16px' } } },
  MuiDialogActions: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: '10px 16px',
        borderBlockStart: `1px solid ${theme.vars.palette.line}`,
        justifyContent: 'flex-start',
        flexWrap: 'wrap',
        gap: 8,
        '& > :not(style) ~ :not(style)': { marginInlineStart: 0 },
      }),
    },
  },
  MuiTabs: { styleOverrides: { root: { minHeight: 36 }, indicator: { height: 2 } } },
  MuiTab: {
    styleOverrides: {
      root: { minHeight: 36, minWidth: 0, padding: '6px 11px', fontWeight: 550, textTransform: 'none', gap: 6, flexDirection: 'row' },
    },
  },
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiFormControl: { defaultProps: { size: 'small' } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: ({ theme }) => ({
        backgroundColor: theme.vars.palette.background.paper,
        borderRadius: 7,
        '&.MuiInputBase-adornedStart': { paddingInlineStart: 9, color: theme.vars.palette.muted },
        '&.MuiInputBase-adornedEnd': { paddingInlineEnd: 6 },
      }),
      input: { height: 20, padding: '6px 9px' },
      multiline: { padding: '6px 9px', '& textarea': { height: 'auto', padding: 0 } },
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars.palette.line2 }),
    },
  },
  MuiInputAdornment: { styleOverrides: { root: { margin: 0, color: 'inherit' } } },
  MuiInputLabel: {
    styleOverrides: { root: { '&[data-shrink="false"]': { transform: 'translate(9px, 7px) scale(1)' } } },
  },
  MuiFormHelperText: { styleOverrides: { root: { marginInline: 2, marginBlockStart: 3, fontSize: 11.5 } } },
  MuiSelect: { defaultProps: { size: 'small' } },
  MuiMenuItem: { styleOverrides: { root: { minHeight: 30, fontSize: 13 } } },
  MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 4 } } },
  MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 4 } } },
  MuiSwitch: { defaultProps: { size: 'small' } },
  MuiFormControlLabel: { styleOverrides: { root: { minHeight: 28, marginInline: 0, gap: 4 } } },
  MuiToggleButton: {
    defaultProps: { size: 'small' },
    styleOverrides: { root: { height: 28, padding: '3px 10px', textTransform: 'none', fontWeight: 550 } },
  },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({ borderColor: theme.vars.palette.line, padding: '5px 10px', height: 'var(--wl-row-height)' }),
      head: ({ theme }) => ({
        color: theme.vars.palette.muted,
        backgroundColor: theme.vars.palette.sunk,
        fontWeight: 550,
        fontSize: 11.5,
        height: 28,
        whiteSpace: 'nowrap',
      }),
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400 },
    styleOverrides: { tooltip: { fontSize: 11.5, borderRadius: 7 } },
  },
  MuiAlert: { styleOverrides: { root: { padding: '4px 12px', borderRadius: 8, fontSize: 13 } } },
  MuiLink: { defaultProps: { underline: 'hover' } },
  MuiSkeleton: { defaultProps: { animation: false } },
  MuiAutocomplete: {
    defaultProps: { size: 'small' },
    styleOverrides: { inputRoot: { paddingBlock: '2px !important', paddingInlineStart: '5px !important' } },
  },
  MuiListItemButton: { styleOverrides: { root: { minHeight: 'var(--wl-row-height)', paddingBlock: 4, paddingInline: 12 } } },
}
