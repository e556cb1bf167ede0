import Foundation
import TestSupport
import Testing

@Suite("loss and boxes")
struct LossCommandTests {
  struct Loss: Decodable {
    struct Match: Decodable {
      var map: String
      var row: Int
      var column: Int
      var box: Int
      var agreement: Double?
      var role: String
    }

    struct Total: Decodable {
      var formulas: String
      var loss: Double
    }

    struct Term: Decodable {
      var formulas: String
      var term: String
      var loss: Double?
    }

    struct Object: Decodable {
      var index: Int
      var name: String
      var inputX: Double
      var inputWidth: Double
    }

    var name: String
    var rule: String
    var author: String
    var note: String?
    var objects: [Object]
    var assignment: [Match]
    var losses: [Total]
    var terms: [Term]
  }

  private static let object = ["--box", "40,50,120,90", "--class"]

  @Test(
    "every detector says its loss by whom it is, and terms add up",
    arguments: [
      ("ssd", "Caffe", 2), ("ssd-vgg16", "Caffe", 2), ("ssdlite", "torchvision", 2),
      ("ssdlite@paddle", "PaddleDetection", 2),
      ("ssdlite@tensorflow", "TensorFlow's Object Detection API", 2),
      ("ssdlite-mobilenet-v1", "TensorFlow's Object Detection API", 2),
      ("ssdlite-mobilenet-v2", "TensorFlow's Object Detection API", 2),
      ("ssdlite-mobilenet-v3-small", "TensorFlow's Object Detection API", 2),
      ("yolov3", "PaddleDetection", 2), ("yolov5-mobilenet-v3-large", "YOLOv5 v6.0", 1),
      ("yolov5-mobilenet-v3-small", "YOLOv5 v6.0", 1),
    ])
  func everyDetector(network: String, author: String, forms: Int) throws {
    let loss = try Program.json(
      Loss.self,
      ["loss", network] + Self.object + ["12", "--answers", "0.5", "--format", "json"])
    #expect(loss.author == author && loss.losses.count == forms)
    #expect(loss.objects.map(\.index) == [12])
    #expect(loss.assignment.contains { $0.role == "best" || $0.role == "positive" })
    for total in loss.losses {
      let own = loss.terms.filter { $0.formulas == total.formulas }
      let sum = own.filter { $0.term != "loss" }.compactMap(\.loss).reduce(0, +)
      #expect(abs(sum - total.loss) < 1e-9 * max(1, total.loss))
      #expect(own.last?.term == "loss" && own.last?.loss == total.loss)
    }
  }

  @Test("a box in pixels of the picture stands in the stretched input; several objects are several")
  func picture() throws {
    let folder = try Scratch()
    // A picture of 2560x1440 pixels.
    _ = try Program.output(["plot", "activations", "--output", "wide.png"], in: folder)
    let loss = try Program.json(
      Loss.self,
      [
        "loss", "yolov3", "--image", "wide.png", "--box", "640,288,1280,720", "--class", "CAT",
        "--box",
        "0,0,100,100", "--class", "11", "--answers", "0", "--format", "json",
      ], in: folder)
    #expect(loss.name == "yolov3-mobilenet-v3-large" && loss.objects.map(\.index) == [7, 11])
    // 608 pixels of the input for 2560.
    #expect(abs(loss.objects[0].inputX - 304) < 1e-3)
    #expect(abs(loss.objects[0].inputWidth - 304) < 1e-3)
    #expect(loss.note == "Every answer is 0: no network runs.")
  }

  @Test("seeded weights mean nothing, and the first line says so; 80 columns hold all")
  func text() throws {
    let outcome = try Program.run(
      ["loss", "ssdlite"] + Self.object + ["dog", "--kernels", "reference"],
      environment: ["COLUMNS": "80"])
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("Seeded weights (from a formula, not trained): targets"))
    for part in ["the paper on SSD", "torchvision", "hardest others", "to be", "positive 1, best"] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!outcome.output.contains("Hidden at this width"))
  }

  @Test(
    "what cannot be: one sentence, exit code 64",
    arguments: [
      UsageError("loss ssd", "give an object: --box x,y,w,h --class CLASS"),
      UsageError("loss ssd --box 1,2,3,4", "every --box needs its --class; there are 1 and 0"),
      UsageError(
        "loss ssd --box 200,2,150,4 --class dog",
        "the box 200,2,150,4 is not inside the network's input, which is 300x300 pixels"),
      UsageError(
        "loss ssd --box -1,2,3,4 --class dog",
        "the box -1,2,3,4 is not inside the network's input, which is 300x300 pixels"),
      UsageError(
        "loss ssd --box 1,2,30,40 --class dogg",
        "'ssd-mobilenet-v1' has no class 'dogg'; did you mean 'dog'?"),
      UsageError(
        "loss ssd --box 1,2,30,40 --class 0",
        "class 0 of 'ssd-mobilenet-v1' is the background; objects have classes 1 to 20"),
      UsageError(
        "loss ssd --box 1,2,30,40 --class 21",
        "'ssd-mobilenet-v1' has no class 21; its classes are 1 to 20"),
      UsageError(
        "loss yolov3 --classes 3 --box 1,2,30,40 --class dog",
        "the classes of 'yolov3-mobilenet-v3-large' have no names here; they are 0 to 2"),
      UsageError(
        "loss ssd --box 60,80,120,150 --class dog --answers 0 --positive 40",
        "--positive must be from 1 to 14 here, not 40"),
      UsageError(
        "boxes ssd --map conv14",
        "'ssd-mobilenet-v1' has no map 'conv14'; did you mean 'conv14_2'?"),
      UsageError(
        "boxes ssd --map 2 --cell 10,3",
        "separable13 has rows 0 to 9 and columns 0 to 9, so no cell 10,3"),
      UsageError(
        "boxes ssd --box 200,2,150,4",
        "the box 200,2,150,4 is not inside the network's input, which is 300x300 pixels"),
      UsageError(
        "boxes ssd --output boxes.gif", "'boxes.gif' must end with .svg, .pdf, .png"),
    ])
  func usage(error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(error.message), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "sizes of nothing and broken lists are refused where they are read",
    arguments: [
      ("1,2,0,4", "must have a width and a height above 0"),
      ("1,2,3", "must be left,top,width,height"),
      ("a,b,c,d", "must be left,top,width,height"), ("1,2,inf,4", "must be left,top,width,height"),
    ])
  func malformed(box: String, message: String) throws {
    let outcome = try Program.run(["loss", "ssd", "--box", box, "--class", "dog"])
    #expect(outcome.code == 64 && outcome.complaint.contains(message), "\(outcome.complaint)")
  }

  @Test(
    "networks without boxes are refused in one sentence, which says which have some",
    arguments: [
      ["loss", "lraspp", "--box", "1,2,3,4", "--class", "1"], ["boxes", "mobilenet-v2"],
    ])
  func withoutBoxes(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 64)
    #expect(
      outcome.complaint.contains("does not predict boxes; networks that do: ssd-mobilenet-v1"))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
  }

  @Test("boxes writes a figure of each type and tells the boxes")
  func figures() throws {
    let folder = try Scratch()
    for ending in ["svg", "pdf", "png"] {
      let outcome = try Program.run(
        ["boxes", "yolov3", "--box", "100,120,200,160", "--output", "a.\(ending)"], in: folder)
      #expect(outcome.code == 0, "\(outcome.complaint)")
      #expect(outcome.output.contains("shape IoU") && outcome.output.contains("pw exp(tw)"))
      #expect(try !folder.bytes("a.\(ending)").isEmpty)
    }
    let again = try Program.run(["boxes", "ssd"], in: folder)
    #expect(again.output.contains("figure ssd-mobilenet-v1-boxes.svg"))
    #expect(try !folder.bytes("ssd-mobilenet-v1-boxes.svg").isEmpty)
  }
}
