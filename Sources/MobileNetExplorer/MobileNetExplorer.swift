// Tables, graphs, costs, reports, and networks that run, under one name.
@_exported import Architecture
@_exported import CostAnalysis
@_exported import Images
@_exported import Inference
@_exported import KernelInterface
@_exported import Kernels
@_exported import Models
@_exported import NetworkGraph
@_exported import Reporting
@_exported import TableReading
@_exported import WeightFiles
