import Box from '@mui/material/Box'

export interface RawContentProps {
  readonly label: string
  readonly children: string
  /** Beyond it the content scrolls. Pixels; all of it is shown, when absent. */
  readonly maxHeight?: number
}

/** What a machine wrote, to be read by a person: letter for letter, from left to right, reached by keyboard. */
export const RawContent = ({ label, children, maxHeight }: RawContentProps) => (
  <Box
    component="pre"
    dir="ltr"
    tabIndex={0}
    aria-label={label}
    sx={{
      margin: 0,
      padding: 2.5,
      border: 1,
      borderColor: 'line',
      borderRadius: 1,
      bgcolor: 'sunk',
      fontSize: 11.5,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      ...(maxHeight === undefined ? {} : { maxBlockSize: maxHeight, overflow: 'auto' }),
    }}
  >
    {children}
  </Box>
)
