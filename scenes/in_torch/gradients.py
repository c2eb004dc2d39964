"""The scenes about gradients on their way back: a deep chain, and the residual block forwards and backwards."""

from __future__ import annotations

from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import FUNCTIONAL, NN, TORCH, cells, code, figure, listed, number, tensor, value
from scenes.reference import ResidualBlock
from scenes.residual.knobs import Knobs as ResidualKnobs
from scenes.residual_backward.knobs import Knobs as BackwardKnobs
from scenes.vanishing import computed as vanishing_computed
from scenes.vanishing.computed import CHAIN, DEPTH, RATE, SAMPLES, UNITS
from scenes.vanishing.knobs import RULES
from scenes.vanishing.knobs import Knobs as VanishingKnobs

WRITTEN_OUT = (0.01, 10000.0)
"""Numbers in between stand on the stage without a power of ten."""


@writes("vanishing")
def vanishing(knobs: VanishingKnobs) -> Code:
    """The chain of factors, the first weights, a random stack, and the chain that explodes."""
    chain = vanishing_computed.chain(knobs.gain, knobs.layers, knobs.factors)
    same = len(set(chain.factors)) == 1
    factors = (
        [f"factors = [{figure(chain.factors[0])}] * {len(chain.factors)}"]
        if same else listed("factors", map(figure, chain.factors), "from the last layer to the first")
    )  # fmt: skip
    forward = "factors" if same else "reversed(factors)"
    rule = ("he", "glorot", "default", "2 * he")[RULES.index(knobs.rule)]
    steps = len(vanishing_computed.followed(knobs.weight, knobs.clip))
    clip = ["    nn.utils.clip_grad_norm_([w], 1.0)"] * knobs.clip
    c_in, c_out, k = knobs.c_in, knobs.c_out, knobs.kernel
    pulse, start, infinite = "A pulse goes back", "How large should weights start?", "From large to infinite"
    return code(
        (TORCH, NN),
        factors,
        "x = torch.ones((), dtype=torch.float64, requires_grad=True)  # float32 ends at 1e-45",
        "h = x",
        f"for factor in {forward}:",
        "    h = factor * h",
        "h.backward()  # x.grad is what reaches the input",
        "",
        "# How large should weights start? Standard deviations",
        f'weight = nn.Conv2d({c_in}, {c_out}, {k}, device="meta").weight',
        "n_in, n_out = weight[0].numel(), weight[:, 0].numel()",
        "he = (2 / n_in) ** 0.5  # nn.init.kaiming_normal_",
        "glorot = (2 / (n_in + n_out)) ** 0.5  # nn.init.xavier_normal_",
        "default = (1 / (3 * n_in)) ** 0.5  # what nn.Conv2d draws by itself, evenly",
        "",
        f"# {DEPTH} random layers of {UNITS} units; other random numbers than on the stage",
        f"n_in = n_out = {UNITS}",
        f"std = {_rule(rule)}",
        f"x0 = h = torch.randn({SAMPLES}, {UNITS}, requires_grad=True)",
        f"for _ in range({DEPTH}):",
        f"    h = torch.{knobs.activation.lower()}(h @ (std * torch.randn({UNITS}, {UNITS})))",
        "h.backward(torch.randn_like(h))",
        "left = x0.grad.std()  # about this share of the gradient arrives",
        "",
        f"# The chain of {CHAIN} weights that explodes, in training step {steps}",
        f"w = torch.full(({CHAIN},), {knobs.weight!r}, requires_grad=True)",
        f"optimiser = torch.optim.SGD([w], lr={RATE:g})",
        f"for step in range({steps - 1}):",
        "    loss = (w.prod() - 1) ** 2 / 2",
        "    optimiser.zero_grad()",
        "    loss.backward()",
        clip,
        "    optimiser.step()",
        results=[
            value("x.grad", pulse, "gradient at the input") if chain.sizes[-1] else number("x.grad", pulse, "arrives"),
            number("he", start, "std, He"),
            number("glorot", start, "std, Glorot"),
            number("default", start, "std, PyTorch"),
            value("w[0].abs()", infinite, "product behind layer 1"),
        ],
    )


def _rule(name: str) -> str:
    """The standard deviation of a rule, for as many units in as out."""
    return {
        "he": "(2 / n_in) ** 0.5", "glorot": "(2 / (n_in + n_out)) ** 0.5", "default": "(1 / (3 * n_in)) ** 0.5",
        "2 * he": "2 * (2 / n_in) ** 0.5",
    }[name]  # fmt: skip


def _block(of: ResidualBlock) -> list[str]:
    """The lines that compute a block forwards, from `x`, `first` and `second`."""
    return [
        tensor("first", of.first, "[None, None]"),
        tensor("second", of.second, "[None, None]"),
        "z = F.conv2d(x, first, padding=1)",
        "h = z.relu()",
        "f = F.conv2d(h, second, padding=1)",
    ]


@writes("residual")
def residual(knobs: ResidualKnobs) -> Code:
    """The block forwards."""
    of = knobs.block
    results = {
        "z": ("The first convolution", "z"), "h": ("ReLU inside F", "ReLU(z)"), "f": ("The second convolution", "F(x)"),
        "y": ("ReLU after the sum", "y"),
    }  # fmt: skip
    return code(
        (TORCH, FUNCTIONAL),
        tensor("x", of.x, "[None, None]"),
        _block(of),
        "s = f + x  # the shortcut: x itself, without any weights" if of.shortcut else "s = f  # plain: no shortcut",
        "y = s.relu()",
        results=[cells(f"{name}[0, 0]", at, mark) for name, (at, mark) in results.items()],
    )


@writes("residual_backward")
def residual_backward(knobs: BackwardKnobs) -> Code:
    """The block forwards and backwards, and a chain of blocks of one number."""
    of, blocks, slope = knobs.block, knobs.blocks, figure(knobs.slope)
    back = {
        "s": ("The gradient arrives", "gradient at the sum"),
        "h": ("Back through the second convolution", "gradient at h"),
        "z": ("Back through the ReLU", "gradient at z"),
        "x": ("Both copies add up" if of.shortcut else "What reaches the input", "gradient at x"),
    }
    reached = (1 + knobs.slope) ** blocks
    chained = WRITTEN_OUT[0] <= abs(reached) < WRITTEN_OUT[1]
    return code(
        (TORCH, FUNCTIONAL),
        tensor("x", of.x, "[None, None]"),
        "x.requires_grad_()",
        _block(of),
        "s = f + x" if of.shortcut else "s = f  # plain: no shortcut",
        "y = s.relu()",
        "for each in (z, h, f, s):",
        "    each.retain_grad()  # keep these gradients as well",
        tensor("upstream", of.upstream, "[None, None]"),
        "y.backward(upstream)",
        "",
        f"# A chain of {blocks} blocks of one number, with F(x) = {slope} x",
        "start = torch.ones((), dtype=torch.float64, requires_grad=True)",
        "plain = chain = start",
        f"for _ in range({blocks}):",
        f"    plain = {slope} * plain",
        f"    chain = chain + {slope} * chain",
        "plain_grad, = torch.autograd.grad(plain, start)",
        "chain_grad, = torch.autograd.grad(chain, start)",
        results=[
            *(cells(f"{name}.grad[0, 0]", at, mark) for name, (at, mark) in back.items()),
            *([number("chain_grad", "A chain of blocks", "residual chain")] if chained else list[Result]()),
        ],
    )
