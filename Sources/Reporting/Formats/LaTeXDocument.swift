import Architecture

/// LaTeX that compiles by itself.
package enum LaTeXDocument {
  /// A document of tables with their headings and notes, each table scaled down to the width of the
  /// page where it is wider.
  package static func text(_ tables: [ReportTable]) -> String {
    let body = tables.map { table in
      let table = table.escapedForDisplay
      let heading = table.heading.map { $0.latexEscaped }.joined(separator: "\\\\\n")
      let notes = table.footer.map { $0.latexEscaped }.joined(separator: "\\par\n")
      var text = heading.isEmpty ? "" : "\(heading)\\par\\medskip\n"
      text += "\\adjustbox{max width=\\linewidth,max totalheight=0.85\\textheight}{%\n"
      text += table.tabular() + "}\\par\\medskip\n"
      return text + (notes.isEmpty ? "" : "{\\small \(notes)\\par}\n") + "\\bigskip\n"
    }
    let text = body.joined()
    let isWide = text.contains { $0.isWide }
    return """
      \\documentclass{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage[T1]{fontenc}
      \\usepackage[a4paper,landscape,margin=15mm]{geometry}
      \\usepackage{adjustbox,booktabs}
      \(isWide ? wideCharacters : "")\\setlength{\\parindent}{0pt}
      \\begin{document}
      \(isWide ? marked(text) : text)\\end{document}

      """
  }

  /// Chinese, where the package and a font for it are installed.
  private static let wideCharacters = """
    \\IfFileExists{CJKutf8.sty}{\\IfFileExists{c70gbsn.fd}{%
    \\usepackage{CJKutf8}\\newcommand{\\wide}[1]{\\begin{CJK}{UTF8}{gbsn}#1\\end{CJK}}}{}}{}
    \\providecommand{\\wide}[1]{[\\dots]}

    """

  /// Runs of wide characters as arguments of the command for them.
  private static func marked(_ text: String) -> String {
    var result = ""
    var wasWide = false
    for character in text {
      if character.isWide != wasWide { result += wasWide ? "}" : "\\wide{" }
      wasWide = character.isWide
      result.append(character)
    }
    return result + (wasWide ? "}" : "")
  }
}
