@_exported import WASILibc

// The overloads for single precision that Swift's own modules of C libraries have.

/// e to the power of x.
@inlinable public func exp(_ x: Float) -> Float { expf(x) }

/// 1 - erf(x).
@inlinable public func erfc(_ x: Float) -> Float { erfcf(x) }

/// The natural logarithm.
@inlinable public func log(_ x: Float) -> Float { logf(x) }
