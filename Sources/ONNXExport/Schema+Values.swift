import ONNXSchema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Onnx_AttributeProto {
  static func integer(_ name: String, _ value: Int) -> Self {
    var attribute = Self(name, .int)
    attribute.i = Int64(value)
    return attribute
  }

  static func integers(_ name: String, _ values: [Int]) -> Self {
    var attribute = Self(name, .ints)
    attribute.ints = values.map(Int64.init)
    return attribute
  }

  static func number(_ name: String, _ value: Double) -> Self {
    var attribute = Self(name, .float)
    attribute.f = Float(value)
    return attribute
  }

  static func text(_ name: String, _ value: String) -> Self {
    var attribute = Self(name, .string)
    attribute.s = Data(value.utf8)
    return attribute
  }

  private init(_ name: String, _ type: AttributeType) {
    self.init()
    self.name = name
    self.type = type
  }
}

extension Onnx_TensorProto {
  /// 32-bit floating point; shares the scalars' memory.
  init(name: String, shape: [Int], _ values: [Float]) {
    self.init()
    self.name = name
    dataType = Int32(DataType.float.rawValue)
    dims = shape.map(Int64.init)
    floatData = values
  }

  /// Integers of a type, byte by byte.
  init<Number: BitwiseCopyable>(
    name: String, shape: [Int], _ type: DataType, _ values: [Number]
  ) {
    self.init()
    self.name = name
    dataType = Int32(type.rawValue)
    dims = shape.map(Int64.init)
    #if _endian(big)
      #error("The numbers are written as they are in memory, which must be little-endian.")
    #endif
    rawData = values.withUnsafeBytes { Data($0) }
  }

  /// A list of whole numbers.
  init(name: String, _ values: [Int]) {
    self.init()
    self.name = name
    dataType = Int32(DataType.int64.rawValue)
    dims = [Int64(values.count)]
    int64Data = values.map(Int64.init)
  }
}

extension Onnx_ValueInfoProto {
  /// A tensor of 32-bit floating point, whose first number is the batch.
  init(name: String, shape: [Int], _ batch: ONNXExport.Batch) {
    self.init(name: name, .float, shape)
    switch batch {
    case .one: break
    case .dynamic: type.tensorType.shape.dim[0].dimParam = "batch"
    }
  }

  /// A list of whole numbers.
  init(name: String, listOf count: Int) { self.init(name: name, .int64, [count]) }

  private init(name: String, _ element: Onnx_TensorProto.DataType, _ shape: [Int]) {
    self.init()
    self.name = name
    type.tensorType.elemType = Int32(element.rawValue)
    type.tensorType.shape.dim = shape.map { extent in
      var dimension = Onnx_TensorShapeProto.Dimension()
      dimension.dimValue = Int64(extent)
      return dimension
    }
  }
}
