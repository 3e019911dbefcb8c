"""示例省: a fictional province whose every figure is known, to prove and to try the warehouse."""
