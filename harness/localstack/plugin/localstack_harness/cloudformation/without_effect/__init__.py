"""Types that guard, watch or scale an app, which runs without them: they are recorded, and a deployment names them."""
