"""Models of transformers with random weights: losses and gradients beside their
own."""

import copy
import functools
import inspect
import subprocess
import sys
from types import MethodType

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from torch.utils.data import Dataset
from transformers.loss.loss_utils import ForCausalLMLoss

from swift_logits.transformers import apply_to, causal_lm_loss, restore

WORDS, LENGTH = 61, 12
SIZES = dict(
    vocab_size=WORDS,
    hidden_size=16,
    intermediate_size=24,
    num_hidden_layers=2,
    num_attention_heads=2,
    num_key_value_heads=1,
    head_dim=8,
    max_position_embeddings=32,
    initializer_range=0.5,
    pad_token_id=0,
    bos_token_id=1,
    eos_token_id=2,
)
CONFIGURATIONS = {
    "Llama": transformers.LlamaConfig(**SIZES),
    "Mistral": transformers.MistralConfig(**SIZES),
    "Qwen2": transformers.Qwen2Config(**SIZES),
    "Qwen3": transformers.Qwen3Config(**SIZES),
    "Gemma": transformers.GemmaConfig(**SIZES),
    "Gemma2": transformers.Gemma2Config(**SIZES, final_logit_softcapping=2.0),
    "Gemma3": transformers.Gemma3TextConfig(**SIZES),
    "GPT2": transformers.GPT2Config(
        vocab_size=WORDS,
        n_embd=16,
        n_layer=2,
        n_head=2,
        n_positions=32,
        initializer_range=0.5,
        bos_token_id=1,
        eos_token_id=2,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
    ),
}
each = pytest.mark.parametrize("name", CONFIGURATIONS)
both = pytest.mark.parametrize("fused", [False, True])


def make(name, dtype=torch.float32):
    torch.manual_seed(1)
    configuration = copy.deepcopy(CONFIGURATIONS[name])
    model = transformers.AutoModelForCausalLM.from_config(configuration)
    return model.to(dtype).train()


def batch(size=3):
    tokens = torch.randint(3, WORDS, (size, LENGTH))
    labels = tokens.clone()
    labels[0, :5] = -100
    return {"input_ids": tokens, "labels": labels}


def step(model, **inputs):
    """The loss and all gradients."""
    model.zero_grad()
    loss = model(**inputs).loss
    (loss * 0.7).backward()
    return loss.detach(), {n: p.grad for n, p in model.named_parameters()}


def compare(found, exact, tolerance):
    """Of a step; relative to the largest number of a parameter's gradient."""
    torch.testing.assert_close(found[0], exact[0], rtol=tolerance, atol=0)
    assert found[1].keys() == exact[1].keys()
    for name, gradient in exact[1].items():
        largest = float(gradient.abs().max())
        torch.testing.assert_close(
            found[1][name],
            gradient,
            rtol=0,
            atol=tolerance * largest,
            msg=lambda text: f"{name}: {text}",
        )


@each
@both
def test_losses_and_gradients(name, fused):
    model, inputs = make(name), batch()
    mine = apply_to(copy.deepcopy(model), fused=fused)
    shifted = torch.randint(WORDS, inputs["labels"].shape)
    for options in (
        {},
        {"num_items_in_batch": 50},
        {"num_items_in_batch": torch.tensor(50)},
        {"shift_labels": shifted},
        {"attention_mask": (inputs["input_ids"] > 9).long()},
    ):
        compare(
            step(mine, **inputs, **options),
            step(model, **inputs, **options),
            2e-5,
        )


@both
def test_the_softcap_counts(fused):
    model, inputs = make("Gemma2"), batch()
    mine = apply_to(copy.deepcopy(model), fused=fused)
    capped = mine(**inputs).loss
    torch.testing.assert_close(capped, model(**inputs).loss)
    mine.config.final_logit_softcapping = None
    assert abs(mine(**inputs).loss - capped) > 0.1


@both
@pytest.mark.parametrize("name", ["Llama", "Gemma2"])
def test_halves(name, fused):
    """The loss is float32, and as near as the model's own."""
    model, inputs = make(name, torch.bfloat16), batch()
    exact = model.float()(**inputs).loss.item()
    model.bfloat16()
    mine = apply_to(copy.deepcopy(model), fused=fused)
    found = mine(**inputs).loss
    assert found.dtype == model(**inputs).loss.dtype == torch.float32
    assert found.item() == pytest.approx(exact, rel=0.02)
    compare(step(mine, **inputs), step(model, **inputs), 0.05)


@each
def test_logits_where_they_are_needed(name):
    model, inputs = make(name), batch()
    mine = apply_to(copy.deepcopy(model))
    assert mine(**inputs).logits is None
    tokens = inputs["input_ids"]
    for call in (
        lambda model: model(tokens).logits,
        lambda model: model(**inputs, logits_to_keep=LENGTH).logits,
        lambda model: model(**inputs, return_dict=False)[1],
        lambda model: model(**inputs, return_dict=False)[0],
        lambda model: model.eval()(**inputs).logits,
        lambda model: model.eval()(**inputs).loss,
        lambda model: model.eval().generate(
            tokens, max_new_tokens=3, do_sample=False
        ),
    ):
        torch.testing.assert_close(call(mine.train()), call(model.train()))


@each
def test_other_outputs(name):
    model, inputs = make(name), batch()
    mine = apply_to(copy.deepcopy(model))
    options = dict(output_hidden_states=True, use_cache=True)
    found, exact = mine(**inputs, **options), model(**inputs, **options)
    torch.testing.assert_close(found.hidden_states, exact.hidden_states)
    assert set(found) == set(exact) - {"logits"}


def test_a_head_that_has_become_something_else():
    model, inputs = make("Llama"), batch()
    mine = apply_to(copy.deepcopy(model))
    for one in mine, model:
        one.lm_head = torch.nn.Sequential(one.lm_head, torch.nn.Tanh())
    compare(step(mine, **inputs), step(model, **inputs), 2e-5)
    assert mine(**inputs).logits is not None


def test_a_head_with_a_bias():
    model, inputs = make("Llama"), batch()
    model.lm_head.bias = torch.nn.Parameter(torch.randn(WORDS))
    mine = apply_to(copy.deepcopy(model))
    compare(step(mine, **inputs), step(model, **inputs), 2e-5)


@both
def test_restore(fused):
    model, inputs = make("Llama"), batch()
    signature = inspect.signature(model.forward)
    before = dict(vars(model))
    assert apply_to(model, fused=fused) is model
    assert inspect.signature(model.forward) == signature
    assert model.loss_function is causal_lm_loss
    copied = copy.deepcopy(model)
    assert copied(**inputs).loss == model(**inputs).loss
    for one in model, copied:
        apply_to(one, fused=not fused)
        apply_to(one, fused=fused)
        restore(one)
        assert vars(one).keys() == before.keys()
        assert one.loss_function is ForCausalLMLoss
        assert one(**inputs).logits is not None
        restore(one)


def test_models_that_it_does_not_take():
    class Wrapped(torch.nn.Module):
        pass

    class Own(transformers.LlamaForCausalLM):
        pass

    sizes = CONFIGURATIONS["Llama"]
    for model, words in (
        (Wrapped(), "not Wrapped"),
        (transformers.LlamaModel(sizes), "linear head"),
        (transformers.LlamaForSequenceClassification(sizes), "loss"),
    ):
        for fused in False, True:
            with pytest.raises(TypeError, match=words):
                apply_to(model, fused=fused)
    own = Own(sizes)
    with pytest.raises(TypeError, match="not for Own; fused=False"):
        apply_to(own)
    apply_to(own, fused=False)

    model = make("Llama")
    model.loss_function = lambda **inputs: None
    with pytest.raises(TypeError, match="transformers' own loss"):
        apply_to(model, fused=False)


def test_a_forward_that_something_else_replaces():
    model = make("Llama")
    forward = model.forward

    @functools.wraps(forward.__func__)
    def around(self, *arguments, **options):
        return forward(*arguments, **options)

    model.forward = MethodType(around, model)
    with pytest.raises(TypeError, match="something else"):
        apply_to(model)
    restore(apply_to(model, fused=False))
    assert model.forward.__func__ is around
    del model.forward

    forward = apply_to(model).forward
    around = functools.wraps(forward.__func__)(around)
    model.forward = MethodType(around, model)
    assert model(**batch()).logits is None
    with pytest.raises(TypeError, match="something else"):
        restore(model)
    model.forward = forward
    restore(model)
    assert not vars(model).keys() & {"forward", "_loss_function"}


class Tokens(Dataset):
    """Texts of which more and more of the beginning is ignored, so that
    batches have different numbers of tokens that count."""

    def __init__(self, count):
        generator = torch.Generator().manual_seed(2)
        self.tokens = torch.randint(
            3, WORDS, (count, LENGTH), generator=generator
        )

    def __len__(self):
        return len(self.tokens)

    def __getitem__(self, index):
        labels = self.tokens[index].clone()
        labels[: index % (LENGTH - 2)] = -100
        return {"input_ids": self.tokens[index], "labels": labels}


def trained(model, folder, steps, accumulated):
    """The losses that Trainer reports, and the parameters afterwards."""
    pytest.importorskip("accelerate")
    trainer = transformers.Trainer(
        model=model,
        args=transformers.TrainingArguments(
            output_dir=folder,
            max_steps=steps,
            per_device_train_batch_size=4,
            gradient_accumulation_steps=accumulated,
            optim="sgd",
            learning_rate=0.1,
            lr_scheduler_type="constant",
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            use_cpu=True,
            seed=3,
        ),
        train_dataset=Tokens(64),
        eval_dataset=Tokens(8),
    )
    trainer.train()
    losses = [x["loss"] for x in trainer.state.log_history if "loss" in x]
    losses.append(trainer.evaluate()["eval_loss"])
    return losses, dict(model.named_parameters())


@pytest.mark.parametrize(
    "name, accumulated, ways",
    [
        ("Llama", 1, (False, True)),
        ("Llama", 3, (False, True)),
        ("Qwen3", 3, (True,)),
        ("GPT2", 3, (True,)),
        ("Gemma2", 3, (True,)),
        ("Gemma3", 3, (True,)),
    ],
)
def test_trainer(name, accumulated, ways, tmp_path):
    model = make(name)
    options = dict(folder=tmp_path, steps=3, accumulated=accumulated)
    exact, right = trained(copy.deepcopy(model), **options)
    for fused in ways:
        mine = apply_to(copy.deepcopy(model), fused=fused)
        losses, parameters = trained(mine, **options)
        assert losses == pytest.approx(exact, rel=1e-4)
        torch.testing.assert_close(parameters, right, rtol=0, atol=2e-5)


def test_causal_lm_loss():
    """By itself, beside transformers' own, whose arguments it has."""
    ours = inspect.signature(causal_lm_loss).parameters
    theirs = inspect.signature(ForCausalLMLoss).parameters
    assert [(p.name, p.default, p.kind) for p in ours.values()] == [
        (p.name, p.default, p.kind) for p in theirs.values()
    ]
    logits = torch.randn(3, LENGTH, WORDS)
    labels = batch()["labels"]
    for options in (
        {},
        {"num_items_in_batch": 9},
        {"num_items_in_batch": torch.tensor(9)},
        {"ignore_index": int(labels[1, 4])},
        {"shift_labels": labels.roll(1), "something": "else"},
    ):
        kept = labels.clamp(min=0) if "ignore_index" in options else labels
        results = []
        for function in causal_lm_loss, ForCausalLMLoss:
            x = logits.clone().requires_grad_()
            loss = function(x, kept, WORDS, **options)
            results.append((loss, *torch.autograd.grad(loss, x)))
        torch.testing.assert_close(*results)
    double = causal_lm_loss(logits.double(), labels, WORDS)
    assert double.dtype == torch.float64
    for function in causal_lm_loss, ForCausalLMLoss:
        assert function(logits, labels * 0 - 100, WORDS, 0).isnan()
    with pytest.raises(IndexError, match="row 0"):
        causal_lm_loss(logits, labels * 0 + WORDS, WORDS)


def test_compiled():
    torch._dynamo.reset()
    options = dict(backend="aot_eager")
    compiled = torch.compile(causal_lm_loss, fullgraph=True, **options)
    logits, labels = torch.randn(3, LENGTH, WORDS), batch()["labels"]
    for count in None, 9, torch.tensor(9):
        torch.testing.assert_close(
            compiled(logits, labels, WORDS, count),
            ForCausalLMLoss(logits, labels, WORDS, count),
        )
    model, inputs = make("Llama"), batch()
    mine = apply_to(copy.deepcopy(model))
    compare(
        step(torch.compile(mine, **options), **inputs),
        step(torch.compile(model, **options), **inputs),
        2e-5,
    )


def test_without_transformers():
    code = """
import sys
sys.modules["transformers"] = None
try:
    import swift_logits.transformers
except ImportError as error:
    assert "pip install transformers" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)
