"""What a package offers is there."""

import ast
import importlib
import pkgutil

from source_tree import SOURCE, modules, name_of, tree_of

import goldthread


def _exported(tree: ast.Module) -> list[str]:
    """The names that the module's `__all__` lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == "__all__" for one in targets) and node.value is not None:
                return list(ast.literal_eval(node.value))
    return []


def test_every_module_can_be_imported() -> None:
    """Each module imports by itself, without doing anything."""
    broken = []
    for one in pkgutil.walk_packages(goldthread.__path__, "goldthread."):
        if one.name.endswith("__main__") or ".migrations." in one.name:
            continue
        try:
            importlib.import_module(one.name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is listed
            broken.append(f"{one.name}: {error!r}")
    assert broken == []


def test_every_exported_name_exists() -> None:
    """What `__all__` promises can be imported, once each."""
    wrong = []
    for file in modules(SOURCE):
        names = _exported(tree_of(file))
        if names:
            dotted = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
            module = importlib.import_module(dotted)
            wrong += [f"{name_of(file)}: {name}" for name in names if not hasattr(module, name)]
            wrong += [f"{name_of(file)}: {name} twice" for name in set(names) if names.count(name) > 1]
    assert wrong == []


def test_packages_that_users_import_say_what_they_offer() -> None:
    """Every connector package lists its public names."""
    packages = sorted(SOURCE.glob("connectors/*/__init__.py"))
    silent = [name_of(file) for file in packages if not _exported(tree_of(file))]
    assert silent == []
