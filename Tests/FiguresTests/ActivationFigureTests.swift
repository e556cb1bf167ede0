import Architecture
import Drawing
import Kernels
import Testing

@testable import Figures

@Suite struct ActivationFigureTests {
  private let metrics = FixedTextMetrics()
  private let members = ActivationFigure.families(of: ActivationFigure.usual).flatMap(\.members)

  @Test func textsHaveRoom() {
    let scene = ActivationFigure.scene(measuring: metrics)
    SceneLaws.check(scene, metrics)
    #expect(SceneLaws.smallestText(scene) >= 11)
    #expect(scene.description == ActivationFigure.scene(measuring: metrics).description)
  }

  @Test func everyCurveIsInTheLegendOnce() {
    let texts = ActivationFigure.scene(measuring: metrics).texts
    #expect(members == [.relu, .relu6, .sigmoid, .hardSigmoid, .swish, .hardSwish])
    for activation in members {
      #expect(texts.count { $0 == activation.rawValue } == 1)
    }
  }

  @Test func curvesStayWithinTheirAxes() {
    for family in ActivationFigure.families {
      for activation in family.members {
        let values = ActivationFigure.curve(activation).points.map(\.y)
        #expect(values.allSatisfy { family.values.lower <= $0 && $0 <= family.values.upper })
        let slopes = ActivationFigure.slope(activation).points.map(\.y).filter(\.isFinite)
        #expect(slopes.allSatisfy { family.slopes.lower <= $0 && $0 <= family.slopes.upper })
      }
    }
  }

  @Test func derivativesBreakWhereTheyJump() {
    for activation in Activation.allCases {
      let points = ActivationFigure.slope(activation).points
      #expect(points.filter { $0.y.isNaN }.map(\.x) == activation.kinks)
      // A jump of more than the steepest slope allows would be a slanted line.
      for (start, end) in zip(points, points.dropFirst()) where start.y.isFinite && end.y.isFinite {
        #expect(abs(end.y - start.y) <= 0.8 * (end.x - start.x) + 1e-6)
      }
    }
  }

  @Test func slopesAreThoseOfTheCurves() {
    for activation in members {
      for point in ActivationFigure.slope(activation).points where point.y.isFinite {
        let step = 1e-6
        guard activation.kinks.allSatisfy({ abs($0 - point.x) > 2 * step }) else { continue }
        let (right, left): (Double, Double) = (
          activation.value(point.x + step), activation.value(point.x - step)
        )
        #expect(abs((right - left) / (2 * step) - point.y) < 1e-5)
      }
    }
  }

  @Test func softCurvesAreDashedInTheColorOfTheirHardForm() {
    for (soft, hard) in [(Activation.sigmoid, Activation.hardSigmoid), (.swish, .hardSwish)] {
      let (first, second) = (ActivationFigure.curve(soft), ActivationFigure.curve(hard))
      #expect(first.color == second.color)
      #expect(!first.dash.isEmpty)
      #expect(second.dash.isEmpty)
    }
  }
}
