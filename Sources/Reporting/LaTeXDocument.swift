/// LaTeX that compiles by itself.
public enum LaTeXDocument {
  /// A document around fragments such as tables, each scaled down to the width of the page where it
  /// is wider.
  public static func text(_ fragments: String) -> String {
    let body =
      fragments
      .replacing(
        "\\begin{tabular}", with: "\\noindent\\adjustbox{max width=\\linewidth}{%\n\\begin{tabular}"
      )
      .replacing("\\end{tabular}", with: "\\end{tabular}}\\par\\bigskip")
    return """
      \\documentclass{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage[T1]{fontenc}
      \\usepackage[a4paper,landscape,margin=15mm]{geometry}
      \\usepackage{adjustbox,booktabs}
      \\begin{document}
      \(body)\\end{document}

      """
  }
}
