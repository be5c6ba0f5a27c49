"""What LocalStack's pickling does not restore as it was."""

import threading
from collections import defaultdict
from typing import Any

from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import serialization
from localstack.state import pickle


def make_picklable() -> None:
    """A lock is restored as a free one: a thread that held it is not there. Dictionaries of moto have their own arguments."""

    pickle.reducer(type(threading.RLock()), _free_rlock)(lambda _: ())
    pickle.reducer(type(threading.Lock()), _free_lock)(lambda _: ())
    for private in (openssl.rsa.RSAPrivateKey, openssl.ec.ECPrivateKey, openssl.ed25519.Ed25519PrivateKey):
        pickle.reducer(private, _private_key)(_private_bytes)
    for public in (openssl.rsa.RSAPublicKey, openssl.ec.ECPublicKey, openssl.ed25519.Ed25519PublicKey):
        pickle.reducer(public, _public_key)(_public_bytes)
    pickle.register(defaultdict, subclasses=True)(_save_defaultdict)


def _save_defaultdict(pickler: Any, obj: Any) -> Any:
    attributes = getattr(obj, "__dict__", None)
    state = (attributes, {"default_factory": obj.default_factory})
    return pickler.save_reduce(_empty, (type(obj),), state, dictitems=iter(obj.items()), obj=obj)


def _free_rlock() -> Any:
    return threading.RLock()


def _free_lock() -> Any:
    return threading.Lock()


def _private_bytes(key: Any) -> tuple[bytes]:
    der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    return (key.private_bytes(der, pkcs8, serialization.NoEncryption()),)


def _private_key(data: bytes) -> Any:
    return serialization.load_der_private_key(data, password=None)


def _public_bytes(key: Any) -> tuple[bytes]:
    return (key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),)


def _public_key(data: bytes) -> Any:
    return serialization.load_der_public_key(data)


def _empty[T](cls: type[T]) -> T:
    return cls.__new__(cls)
