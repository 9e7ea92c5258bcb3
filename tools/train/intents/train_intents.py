"""Fine-tunes an encoder of five languages to the intents of customer messages and exports it as 8-bit ONNX.

    train_intents.py ROWS OUT [--leave-out SOURCE ...]

ROWS: JSON lines {id, source, before, text, label, strength} of `npm run train:intents`. OUT: folder of the model.
The same rows, packages and machine give the same weights. With --leave-out the rows of those sources are not trained on; their
scores by the quantised model are written to OUT/scores.jsonl.
"""
import argparse
import json
import math
import os
import random
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import numpy as np
import torch
from torch import nn

from base_model import base_model
from quantise import quantise, smooth

LABELS = [
    "none", "security", "billing_dispute", "cancellation", "human_request", "legal", "refund",
    "profanity", "policy_exception", "frustration",
]
"""Pieces that the encoder reads of a message and of the bot turn before it, those between them included."""
MAX_PIECES = 128
START, PAD, END = 0, 1, 2
"""Pieces of the vocabulary and layers of the pretrained model that are kept: what fits into 25 MB."""
VOCABULARY = 28_000
LAYERS = 10
SEED = 7
EPOCHS = 3
BATCH = 32
LEARNING_RATE = 6e-5
HEAD_LEARNING_RATE = 5e-4
WEAK = 0.3
SMOOTHING = 0.05
"""Share of the letters that training mistypes, in half of the rows: people type fast."""
TYPOS = 0.03
"""Messages that tell how large the inputs of the layers are."""
TYPICAL = 500


class Intents(nn.Module):
    """Mean of the last hidden states, then one linear layer: logits [batch, labels]."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(encoder.config.hidden_size, len(LABELS))

    def forward(self, input_ids, attention_mask):
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        return self.head(self.drop(mean))


def mistyped(text, rng):
    if rng.random() < 0.5:
        return text
    out = []
    for letter in text:
        chance = rng.random()
        if chance >= TYPOS or not letter.isalpha():
            out.append(letter)
        elif chance < TYPOS / 3:
            continue
        elif chance < 2 * TYPOS / 3:
            out.append(letter + letter)
        elif out:
            out.insert(-1, letter)
        else:
            out.append(letter)
    return "".join(out)


def encoded(tokenizer, texts, befores):
    """As intent-model.ts: where there are too many pieces the bot turn loses its beginning, then the message its end."""
    items = []
    for text, before in zip(texts, befores):
        message, turn = tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer(before, add_special_tokens=False)["input_ids"]
        message = message[:MAX_PIECES - 2]
        room = MAX_PIECES - 4 - len(message)
        turn = turn[-room:] if room > 0 else []
        items.append([START, *message, END, *([END, *turn, END] if turn else [])])
    longest = max(len(ids) for ids in items)
    return {
        "input_ids": torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in items]),
        "attention_mask": torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in items]),
    }


def train(rows):
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    tokenizer, encoder = base_model([row["text"] for row in rows], VOCABULARY, LAYERS, MAX_PIECES)
    model = Intents(encoder)
    # Only the layers are trained: the word vectors keep what they know of words that no row has.
    for weights in model.encoder.embeddings.parameters():
        weights.requires_grad = False
    rng = random.Random(SEED)
    steps = math.ceil(len(rows) / BATCH) * EPOCHS
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.encoder.parameters(), "lr": LEARNING_RATE},
            {"params": model.head.parameters(), "lr": HEAD_LEARNING_RATE},
        ],
        weight_decay=0.01,
    )
    warm = steps * 0.1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    loss_of = nn.CrossEntropyLoss(reduction="none", label_smoothing=SMOOTHING)
    model.train()
    started = time.time()
    for epoch in range(EPOCHS):
        order = list(range(len(rows)))
        rng.shuffle(order)
        # Rows of like length share a batch; batches come in random order.
        chunk = BATCH * 16
        batches = []
        for at in range(0, len(order), chunk):
            part = sorted(order[at:at + chunk], key=lambda i: len(rows[i]["text"]) + len(rows[i]["before"]))
            batches += [part[b:b + BATCH] for b in range(0, len(part), BATCH)]
        rng.shuffle(batches)
        total = 0.0
        for number, batch in enumerate(batches):
            if number % 50 == 49:
                print(f"  {number + 1} of {len(batches)}: loss {total / number:.3f}, {time.time() - started:.0f} s", flush=True)
            chosen = [rows[i] for i in batch]
            inputs = encoded(tokenizer, [mistyped(r["text"], rng) for r in chosen], [r["before"] for r in chosen])
            labels = torch.tensor([LABELS.index(r["label"]) for r in chosen])
            weights = torch.tensor([WEAK if r["strength"] == "weak" else 1.0 for r in chosen])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**inputs)
            losses = loss_of(logits.float(), labels)
            loss = (losses * weights).sum() / weights.sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s", flush=True)
    model.eval()
    return tokenizer, model


def export(tokenizer, model, rows, out):
    os.makedirs(out, exist_ok=True)
    typical = rows[:: max(1, len(rows) // TYPICAL)]
    smooth(model.encoder, [encoded(tokenizer, [row["text"]], [row["before"]]) for row in typical])
    inputs = encoded(tokenizer, ["a message", "another one, longer"], ["", "a turn of the bot"])
    names = list(inputs)
    path = os.path.join(out, "model.onnx")
    with torch.no_grad():
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            path,
            input_names=names,
            output_names=["logits"],
            dynamic_axes={**{name: {0: "batch", 1: "tokens"} for name in names}, "logits": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
    quantise(path, model.encoder.config)
    tokenizer.save_pretrained(out)
    path = os.path.join(out, "tokenizer.json")
    with open(path, encoding="utf-8") as file:
        compact = json.dumps(json.load(file), ensure_ascii=False, separators=(",", ":"))
    with open(path, "w", encoding="utf-8") as file:
        file.write(compact + "\n")


def scored(tokenizer, out, rows):
    """Probabilities of the quantised model, as the service computes them: one message at a time."""
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(os.path.join(out, "model.onnx"), options)
    for row in rows:
        inputs = encoded(tokenizer, [row["text"]], [row["before"]])
        logits = session.run(["logits"], {name: values.numpy() for name, values in inputs.items()})[0][0]
        odds = np.exp(logits - logits.max())
        yield {**row, "scores": {label: round(float(p), 4) for label, p in zip(LABELS, odds / odds.sum())}}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("rows")
    arguments.add_argument("out")
    arguments.add_argument("--leave-out", nargs="+", default=[])
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    with open(options.rows, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    unknown = set(options.leave_out) - {row["source"] for row in rows}
    if unknown:
        raise SystemExit(f"no rows of {', '.join(sorted(unknown))}")
    kept_out = [row for row in rows if row["source"] in options.leave_out]
    used = [row for row in rows if row["source"] not in options.leave_out]
    print(f"{len(used)} rows to train on, {len(kept_out)} left out", flush=True)
    tokenizer, model = train(used)
    export(tokenizer, model, used, options.out)
    if kept_out:
        with open(os.path.join(options.out, "scores.jsonl"), "w", encoding="utf-8") as file:
            for row in scored(tokenizer, options.out, kept_out):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


main()
