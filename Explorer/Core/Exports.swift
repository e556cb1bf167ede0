// What the page can call: JSON in, JSON out.
//
// The page asks for room (`place`), writes a request there, calls, and reads the `answer`, whose length the
// call returns. A request is an object; an answer is what the command line prints with `--format json` where
// a command of the name exists, or `{"error": {"message", "problems"}}`. Nothing traps on what a request
// holds; if the memory ends, the page starts the core anew.
//
// A network is named by four members: `name` (as on the command line, `mobilenet-v2@timm`), `width` (the
// multiplier), `resolution` ("224", or "192x640", height first) and `classes`; all but the name may be
// absent. Reports take `format`: `text`, `markdown`, `csv`, `latex` and `notes` (what stands below the table)
// give `{"text": ...}`.

/// The tables of the page itself, over the built-in ones: `files`, a list of `name` and `text`.
/// Answers with the names of all `networks`, and of the page's `own`.
@_expose(wasm, "tables") @_cdecl("explorer_tables")
public func tables(_ count: Int32) -> Int32 { answer(Answers.tables) }

/// A network as its table is: title, family, aliases, dialects, input, width, classes, kind, and whether it
/// has a width multiplier. Of a model that was opened, `equal` names the table that computes the same, or `nearest` the
/// one that is most like it.
@_expose(wasm, "network") @_cdecl("explorer_network")
public func network(_ count: Int32) -> Int32 { answer(Answers.network) }

/// Opens the ONNX model whose bytes lie in the `content`; its `name`, that of a file, then stands for the
/// network, until the core is started anew.
@_expose(wasm, "open") @_cdecl("explorer_open")
public func open(_ count: Int32) -> Int32 { answer(open) }

/// An opened model without most of its weights, yet with the same graph, so small that an address can hold it: its
/// bytes lie in the content, `bytes` of them; 0 if there is none. Opened, it costs the same and does not run.
@_expose(wasm, "skeleton") @_cdecl("explorer_skeleton")
public func skeleton(_ count: Int32) -> Int32 { answer(skeleton) }

/// What can be chosen: `networks` (name, title, kind),
/// `conventions`, `devices`, the `colors` of kinds of rows and layers by name, and the `palette` of those names.
@_expose(wasm, "networks") @_cdecl("explorer_networks")
public func networks(_ count: Int32) -> Int32 { answer(Answers.networks) }

/// `mobilenet cost`, with `by` (part, row, block, layer, kind) and `convention`.
@_expose(wasm, "cost") @_cdecl("explorer_cost")
public func cost(_ count: Int32) -> Int32 { answer(Answers.cost) }

/// `mobilenet memory` (the name of the memory itself is taken), with `by` (block, layer).
@_expose(wasm, "schedule") @_cdecl("explorer_schedule")
public func schedule(_ count: Int32) -> Int32 { answer(Answers.schedule) }

/// `mobilenet roofline`, with `device`.
@_expose(wasm, "roofline") @_cdecl("explorer_roofline")
public func roofline(_ count: Int32) -> Int32 { answer(Answers.roofline) }

/// `mobilenet explain`, of the `row`: a number, a name, a block or a layer.
@_expose(wasm, "explain") @_cdecl("explorer_explain")
public func explain(_ count: Int32) -> Int32 { answer(Answers.explain) }

/// `mobilenet show --costs`.
@_expose(wasm, "show") @_cdecl("explorer_show")
public func show(_ count: Int32) -> Int32 { answer(Answers.show) }

/// `mobilenet bridge`.
@_expose(wasm, "bridge") @_cdecl("explorer_bridge")
public func bridge(_ count: Int32) -> Int32 { answer(Answers.bridge) }

/// `mobilenet diff`: the network `against` first, then the network.
@_expose(wasm, "diff") @_cdecl("explorer_diff")
public func diff(_ count: Int32) -> Int32 { answer(Answers.diff) }

/// `mobilenet worksheet`, with its key: `seed` says what is blank.
@_expose(wasm, "worksheet") @_cdecl("explorer_worksheet")
public func worksheet(_ count: Int32) -> Int32 { answer(Answers.worksheet) }

/// `mobilenet conv`: `kernel`, `in`, `out`, `height`, `side` (the width), `stride`, `padding`.
@_expose(wasm, "conv") @_cdecl("explorer_conv")
public func conv(_ count: Int32) -> Int32 { answer(Answers.convolution) }

/// `mobilenet explain --terms`: the glossary in both languages.
@_expose(wasm, "glossary") @_cdecl("explorer_glossary")
public func glossary(_ count: Int32) -> Int32 { answer(Answers.glossary) }

/// Which rows the lines of the reports belong to, so that pointing at one points at all: `rows` (number,
/// name, operator, part, repeats), and for `part`, `row`, `block`, `layer` a list of lists of indices into
/// them; `blocks`, the same by block of the graph; `layers` with name, kind and rows.
@_expose(wasm, "outline") @_cdecl("explorer_outline")
public func outline(_ count: Int32) -> Int32 { answer(Answers.outline) }

/// Published accuracies: `here`, of the very network that is asked for, and `stops`, of its other widths
/// and resolutions, each with `width`, `resolution` and `accuracies`.
@_expose(wasm, "accuracy") @_cdecl("explorer_accuracy")
public func accuracy(_ count: Int32) -> Int32 { answer(Answers.accuracy) }

/// Published top-1 accuracies of all networks with what they cost, as `points`: `count` of them from
/// `from` on, because every one expands a network; `next` is where to go on, absent at the end.
@_expose(wasm, "published") @_cdecl("explorer_published")
public func published(_ count: Int32) -> Int32 { answer(Answers.published) }

/// A figure as SVG: `figure` is architecture, block (of `row`, an index into the outline's rows),
/// volumes, pyramid, costs, memory, conv, activations, relu-loss, residual or last-stage; `theme` is
/// light, dark or print; `room` the width in points of an architecture or a block without title, `canvas` slide,
/// page or column for whole figures; `n` and `room` of relu-loss show that many dimensions alone. Answers with `svg`, `width`, `height`, and for an architecture `places`: the
/// rectangles of its blocks.
@_expose(wasm, "draw") @_cdecl("explorer_draw")
public func draw(_ count: Int32) -> Int32 { answer(Answers.draw) }

/// An activation by its `activation` name: `curve`, pairs of x and value from -8 to 8, `slope`, and at `x`
/// `value` and `derivative`.
@_expose(wasm, "activation") @_cdecl("explorer_activation")
public func activation(_ count: Int32) -> Int32 { answer(Answers.activation) }

/// The YAML that a network is typed in: `file` and `text`, and `rows` with their cells, of which
/// `isOwn` says that they stand in this file; `base` is the table that it is a variant of.
@_expose(wasm, "source") @_cdecl("explorer_source")
public func source(_ count: Int32) -> Int32 { answer(Answers.source) }

/// The YAML with changes: `sets`, a list of `row`, `cell` (indices into those of `source`) and `value`;
/// then `operation` (remove, duplicate) at `row`. Answers with `file`, `text`, the `name` of the network, and
/// the `fault` that it has, whose problems have `row` and `cell` where they stand in one. Rows of another table
/// become an `override`; what a file cannot say of itself, as in a dialect, is a variant of another name. Claims
/// about inputs are taken out: they would contradict what is changed before them.
@_expose(wasm, "edit") @_cdecl("explorer_edit")
public func edit(_ count: Int32) -> Int32 { answer(Answers.edit) }

/// `mobilenet run` on seeded weights and the seeded picture.
@_expose(wasm, "run") @_cdecl("explorer_run")
public func run(_ count: Int32) -> Int32 { answer(Running.report) }

/// What the checkpoint in the content has: how many `tensors`, and how many of them could be `read`.
@_expose(wasm, "checkpoint") @_cdecl("explorer_checkpoint")
public func checkpoint(_ count: Int32) -> Int32 { answer(checkpoint) }

/// Makes a network ready to run: with the checkpoint whose bytes lie in the `content`, or with seeded
/// weights if there are none. A checkpoint's own width and number of classes are followed. Answers with `name` (with
/// its dialect), `weights`, `input`, `width` and `classes` where they are not the table's, and `steps`: the row of
/// each step of the plan. A checkpoint of another network is an error that has its `network`.
@_expose(wasm, "load") @_cdecl("explorer_load")
public func load(_ count: Int32) -> Int32 { answer(load) }

/// Runs it on the picture in the `content`, of so many `columns` and `lines` of RGBA pixels, or on the
/// seeded one if they are absent. Answers with `classes` (the best five), `boxes` or `mask` (the classes in
/// it; those of the pixels lie in the content), `blocks`, and the `gates` of each squeeze-and-excitation. Then `step` runs
/// one step of it again, so that steps can be timed.
@_expose(wasm, "forward") @_cdecl("explorer_forward")
public func forward(_ count: Int32) -> Int32 { answer(run) }

/// The maps of a `block` in the last run as gray bytes in the content, `most` of them at most: answers
/// with how many, and the `shape`.
@_expose(wasm, "maps") @_cdecl("explorer_maps")
public func maps(_ count: Int32) -> Int32 { answer(maps) }
