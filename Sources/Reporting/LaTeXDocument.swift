/// LaTeX that compiles by itself.
public enum LaTeXDocument {
  /// A document of tables with their headings and notes, each table scaled down to the width of the
  /// page where it is wider.
  public static func text(_ tables: [ReportTable]) -> String {
    let body = tables.map { table in
      let heading = table.heading.map { ReportTable.latexEscaped($0) }.joined(separator: "\\\\\n")
      let notes = table.footer.map { ReportTable.latexEscaped($0) }.joined(separator: "\\par\n")
      var text = heading.isEmpty ? "" : "\(heading)\\par\\medskip\n"
      text += "\\adjustbox{max width=\\linewidth,max totalheight=0.85\\textheight}{%\n"
      text += table.tabular() + "}\\par\\medskip\n"
      return text + (notes.isEmpty ? "" : "{\\small\(notes)\\par}\n") + "\\bigskip\n"
    }
    return """
      \\documentclass{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage[T1]{fontenc}
      \\usepackage[a4paper,landscape,margin=15mm]{geometry}
      \\usepackage{adjustbox,booktabs}
      \\setlength{\\parindent}{0pt}
      \\begin{document}
      \(body.joined())\\end{document}

      """
  }
}
