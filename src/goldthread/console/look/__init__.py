"""The look: colours, spacing and type as CSS variables, the icons, and the little script of the browser's side."""
