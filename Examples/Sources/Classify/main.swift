// Names the best classes of a picture: Classify PICTURE [CHECKPOINT [NAME]]
// Without a checkpoint the weights come from a formula, and the classes mean nothing.
import Foundation
import MobileNetExplorer
import MobileNetPictures

func bytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

let arguments = Array(CommandLine.arguments.dropFirst())
let name = arguments.count > 2 ? arguments[2] : "mobilenet-v2"

let model =
  arguments.count > 1
  ? try Model(
    name, in: .builtIn,
    weights: Checkpoint(reading: MemoryByteSource(bytes(arguments[1]))), source: arguments[1])
  : Model(seeded: try TableLibrary.builtIn.graph(named: name))
let picture =
  arguments.isEmpty
  ? try PixelImage.drawn(width: 320, height: 240) : try ImageDecoder.decode(bytes(arguments[0]))
let plan = try model.plan(.best, memory: Int(ProcessInfo.processInfo.physicalMemory))
let input = try Tensor(picture, for: model.graph)
let scores = try PlanRunner(plan, threads: 2).run(input)[0].values

let names = try ClassNames().names(of: model.graph)
for (name, score) in zip(names, scores).sorted(by: { $0.1 > $1.1 }).prefix(5) {
  print(name, score)
}
