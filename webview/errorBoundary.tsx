/** Keeps a mistake in drawing from taking the whole panel with it. */
import { Component, type ComponentChildren } from "preact";

interface BoundaryProps {
  readonly report: (error: unknown) => void;
  readonly children: ComponentChildren;
}

interface BoundaryState {
  readonly isBroken: boolean;
}

export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { isBroken: false };

  override componentDidCatch(error: unknown): void {
    this.props.report(error);
    this.setState({ isBroken: true });
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <button
        id="showAgain"
        type="button"
        class="button"
        onClick={() => this.setState({ isBroken: false })}
      >
        Show the content again
      </button>
    );
  }
}
