// Figures as scenes, and scenes as SVG, PDF and PNG, under one name.
@_exported import CairoRendering
@_exported import Drawing
@_exported import Figures
