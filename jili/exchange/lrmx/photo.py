"""The photo: only a picture that was really decoded is kept, without anything that is not picture.

A clean JPEG (baseline or progressive, no EXIF, no comment, nothing behind its end) stays as it is, byte for byte; any
other JPEG, PNG or BMP is decoded and encoded again. To be called where a decoder may fail without harm: in the child
process that reads files.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

MOST_BYTES = 8 << 20
MOST_PIXELS = 24_000_000
"""A camera's picture; the editor's own are 376 × 460."""
LONGEST_SIDE = 10_000
QUALITY = 92
_TOO_MANY = f"照片像素太多,超过 {MOST_PIXELS // 10_000} 万"
_FORMATS = ("JPEG", "PNG", "BMP")
_STARTS = (
    (b"GIF8", "GIF 动图"), (b"<?php", "PHP 程序"), (b"<?xml", "XML/SVG 文件"), (b"<svg", "SVG 图形"),
    (b"<!doctype", "网页"), (b"<html", "网页"), (b"%pdf", "PDF 文件"), (b"pk\x03\x04", "压缩包"),
    (b"riff", "WebP 图片"), (b"ii*\0", "TIFF 图片"), (b"mm\0*", "TIFF 图片"), (b"mz", "Windows 程序"),
    (b"\x7felf", "程序"),
)  # fmt: skip
_REMEDY = "请换成 JPEG 照片(编辑器的尺寸是 376×460)后重新导出"


class BadPhoto(ValueError):
    """No photo that is kept: what it is instead, and what to do, in Chinese."""

    def __init__(self, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Photo:
    data: bytes
    """A JPEG."""
    width: int
    height: int
    made_anew: str = ""
    """Why it is not the bytes that came in; empty where it is."""


def examine(data: bytes) -> Photo:
    """The photo in ``data``. Raises BadPhoto."""
    if len(data) > MOST_BYTES:
        raise BadPhoto(f"照片有 {len(data) / (1 << 20):.1f} MB,超过 {MOST_BYTES >> 20} MB")
    image = _decoded(data)
    if image.format == "JPEG":
        reason = impurity(data)
        if not reason:
            return Photo(data, image.width, image.height)
    else:
        reason = f"不是 JPEG 而是 {image.format}"
    return _made_anew(image, reason)


def _decoded(data: bytes) -> ImageFile.ImageFile:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            if max(image.size) > LONGEST_SIDE:
                raise BadPhoto(f"照片有 {image.width}×{image.height} 像素,一边超过 {LONGEST_SIDE}")
            if image.width * image.height > MOST_PIXELS:
                raise BadPhoto(_TOO_MANY)
            image.load()
    except BadPhoto:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BadPhoto(_TOO_MANY) from None
    except Exception as problem:  # decoders raise whatever they like on made-up data
        raise BadPhoto(_what_it_is(data)) from problem
    return image


def _what_it_is(data: bytes) -> str:
    start = data.lstrip()[:16].lower()
    known = next((name for magic, name in _STARTS if start.startswith(magic.lower())), "")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        known = "HEIC 图片"
    if known:
        return f"照片其实是{known}"
    pictured = data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM"))
    return "照片的数据不完整或已损坏" if pictured else "照片不是 JPEG、PNG 或 BMP 图片"


def _made_anew(image: ImageFile.ImageFile, reason: str) -> Photo:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
        upright = paper
    bare = Image.new("RGB", upright.size)
    bare.paste(upright.convert("RGB"))
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return Photo(out.getvalue(), bare.width, bare.height, reason)


_PICTURE = frozenset((0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE))
"""Segments that a JPEG needs: frames, tables, restart interval, JFIF, Adobe's colour note."""


def impurity(data: bytes) -> str:
    """What a decodable JPEG holds beyond the picture, in Chinese; empty if nothing."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return "文件结构不规范"
        marker = data[at + 1]
        if marker == 0xD9:
            return "" if at + 2 == len(data) else "图像之后还有多余数据"
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _PICTURE and marker != 0xDA:
            return {0xE1: "带有拍摄信息(EXIF/XMP)", 0xE2: "带有色彩配置", 0xFE: "带有注释"}.get(marker, "带有附加数据")
        if marker == 0xE0 and (data[at + 4 : at + 9] != b"JFIF\0" or length != 16):
            return "带有缩略图"
        if marker == 0xEE and (data[at + 4 : at + 9] != b"Adobe" or length != 14):
            return "带有附加数据"
        at += 2 + length
        if marker == 0xDA:
            at = _behind_scan(data, at)
    return "" if data[at:] == b"\xff\xd9" else "图像没有结束标记"


def _behind_scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at
