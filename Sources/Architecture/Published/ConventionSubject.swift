extension Convention {
  /// An implementation on which a contribution may depend.
  package enum Form: Hashable, Sendable {
    /// The class of a norm.
    case norm(Implementation.Class)
    /// How a mean over the whole map is written.
    case pooling(Implementation.Pooling)
    /// How an enlargement is written.
    case resizing(Implementation.Resizing)
    /// What a bias belongs to.
    case layer(Implementation.Layer)

    /// Its name in tables.
    package var name: String {
      switch self {
      case .norm(let value): value.rawValue
      case .pooling(let value): value.rawValue
      case .resizing(let value): value.rawValue
      case .layer(let value): value.rawValue
      }
    }
  }

  /// A kind of operation with arithmetic of its own beside the multiply-accumulates. What only moves
  /// numbers, such as a concatenation, is none.
  package enum Subject: Hashable, Sendable, CaseIterable {
    /// The bias of a convolution or fully connected layer.
    case bias
    /// Batch normalization.
    case norm
    /// An activation.
    case activation(Activation)
    /// An activation that learns a slope for each channel.
    case parametricReLU
    /// A mean over the whole map.
    case globalPool
    /// A window's mean or maximum.
    case pool(PoolRow.Kind)
    /// L2 normalization over the channels.
    case l2Normalization
    /// Softmax over the channels.
    case softmax
    /// Sum of maps.
    case add
    /// Product of maps.
    case multiply
    /// Enlargement.
    case resize(ResizeRow.Mode)

    /// All of them.
    package static var allCases: [Subject] {
      [.bias, .norm] + Activation.allCases.map(Subject.activation)
        + [
          .parametricReLU, .globalPool, .pool(.average), .pool(.maximum), .l2Normalization,
          .softmax,
        ]
        + [.add, .multiply] + ResizeRow.Mode.allCases.map(Subject.resize)
    }

    /// Its name in tables.
    package var name: String {
      switch self {
      case .bias: "bias"
      case .norm: "norm"
      case .activation(let activation): activation.rawValue
      case .parametricReLU: RowActivation.parametricReLU.name
      case .globalPool: "global-pool"
      case .pool(.average): "avgpool"
      case .pool(.maximum): "maxpool"
      case .l2Normalization: "l2norm"
      case .softmax: "softmax"
      case .add: "add"
      case .multiply: "multiply"
      case .resize(let mode): "resize-\(mode.rawValue)"
      }
    }

    /// Its name in reports.
    package var title: String {
      switch self {
      case .norm: "batch norm"
      case .globalPool: "global pool"
      case .pool(.average): "average pool"
      case .pool(.maximum): "maximum pool"
      case .l2Normalization: "L2 norm"
      case .add: "sum"
      case .multiply: "product"
      case .resize(let mode): "\(mode.rawValue) resize"
      case .bias, .activation, .parametricReLU, .softmax: name
      }
    }

    /// The implementations on which its contribution may depend.
    package var forms: [Form] {
      switch self {
      case .bias: Implementation.Layer.allCases.map(Form.layer)
      case .norm: Implementation.Class.allCases.map(Form.norm)
      case .globalPool: Implementation.Pooling.allCases.map(Form.pooling)
      case .resize: Implementation.Resizing.allCases.map(Form.resizing)
      case .activation, .parametricReLU, .pool, .l2Normalization, .softmax, .add, .multiply: []
      }
    }
  }
}
